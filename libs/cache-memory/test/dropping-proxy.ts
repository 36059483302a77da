import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy on a loopback port that can drop what passes, without closing anything: a network that is cut off. */
export class DroppingProxy {
  isDropping = false;
  readonly #cut = new Set<Socket>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(target: number) {
    this.#server = createServer((inner) => {
      const outer = connect(target, '127.0.0.1');
      inner.on('data', () => this.isDropping && this.#cut.add(inner));
      this.#join(inner, outer);
      this.#join(outer, inner);
    });
  }

  static async start(target: number): Promise<DroppingProxy> {
    const proxy = new DroppingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** How many connections have lost something that was sent to the target. */
  get cut(): number {
    return this.#cut.size;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => this.isDropping || to.write(bytes));
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      if (!this.isDropping) to.destroy();
    });
  }
}
