import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP proxy on a loopback port that can drop what passes, without closing anything: a network that is cut off. */
export class DroppingProxy {
  isDropping = false;
  #cut = new Set();
  #sockets = new Set();
  #server;

  /** @param {number} target The port that it leads to. */
  constructor(target) {
    this.#server = createServer((inner) => {
      const outer = connect(target, '127.0.0.1');
      inner.on('data', () => this.isDropping && this.#cut.add(inner));
      this.#join(inner, outer);
      this.#join(outer, inner);
    });
  }

  /** @param {number} target */
  static async start(target) {
    const proxy = new DroppingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** How many connections have lost something that was sent to the target. */
  get cut() {
    return this.#cut.size;
  }

  /** @returns {number} */
  get port() {
    return this.#server.address().port;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  stop() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(from, to) {
    this.#sockets.add(from);
    from.on('data', (bytes) => this.isDropping || to.write(bytes));
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      if (!this.isDropping) to.destroy();
    });
  }
}
