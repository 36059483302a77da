import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe } from '@jest/globals';
import { createClient } from 'redis';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

/** Tests that need a Redis server: skipped by name where none is installed, except with CI=true, where that is a failure. */
export function describeRedis(name: string, tests: () => void): void {
  if (isInstalled || process.env['CI'] === 'true') describe(name, tests);
  else describe.skip(`${name} (skipped: no redis-server is installed)`, tests);
}

/** A Redis server of the tests' own on a free loopback port, which keeps nothing on disk. */
export class RedisServer {
  #process: ChildProcess | undefined;
  readonly #clients: { destroy(): void; isOpen: boolean }[] = [];

  private constructor(
    readonly port: number,
    private readonly args: readonly string[],
  ) {}

  /** Starts a server with further arguments, such as `'--maxmemory', '20mb'`. */
  static async start(...args: readonly string[]): Promise<RedisServer> {
    for (let attempt = 1; ; attempt++) {
      const server = new RedisServer(await freePort(), args);
      try {
        await server.run();
        return server;
      } catch (error) {
        if (attempt === 3 || !(error as Error).message.includes('Address already in use')) throw error;
      }
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts the process, on the same port again where it was killed. */
  async run(): Promise<void> {
    const fixed = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', [...fixed, ...this.args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${output}`)));
      child.stdout.on('data', (text: Buffer) => {
        output += text.toString();
        if (output.includes('Ready to accept connections')) resolve();
      });
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#process!.kill(signal);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** A plain client, destroyed when the server stops. */
  async connect() {
    const client = createClient({ url: this.url });
    client.on('error', () => {});
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.splice(0)) if (client.isOpen) client.destroy();
    await this.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
