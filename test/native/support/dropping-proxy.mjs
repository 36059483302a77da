import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP proxy on a loopback port that can drop what passes, without closing anything: a network that is cut off. */
export class DroppingProxy {
  isDropping = false;
  #sockets = new Set();
  #server;

  static async start(target) {
    const proxy = new DroppingProxy();
    proxy.#server = createServer((inner) => {
      const outer = connect(target, '127.0.0.1');
      proxy.#join(inner, outer);
      proxy.#join(outer, inner);
    }).listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

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
