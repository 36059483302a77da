import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createClient } from 'redis';

/** A Redis server of the tests' own on a free loopback port, which keeps nothing on disk. */
export class RedisServer {
  /** Whether there is one to start; with CI=true a server that is missing is a failure, not a reason to skip. */
  static isExpected = process.env.CI === 'true' || spawnSync('redis-server', ['--version']).status === 0;

  #args;
  #child;
  #clients = [];

  /**
   * @param {number} port
   * @param {readonly string[]} args
   */
  constructor(port, args) {
    this.port = port;
    this.#args = args;
  }

  /**
   * Starts a server with further arguments, such as `'--maxmemory', '20mb'`.
   * @param {readonly string[]} args
   */
  static async start(...args) {
    for (let attempt = 1; ; attempt++) {
      const server = new RedisServer(await freePort(), args);
      try {
        await server.run();
        return server;
      } catch (error) {
        if (attempt === 3 || !error.message.includes('Address already in use')) throw error;
      }
    }
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts the process, on the same port again where it was killed. */
  async run() {
    const fixed = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', [...fixed, ...this.#args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    let output = '';
    /** @type {Promise<void>} */
    const ready = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${output}`)));
      child.stdout.on('data', (text) => {
        output += text.toString();
        if (output.includes('Ready to accept connections')) resolve();
      });
    });
    await ready;
  }

  /** @param {NodeJS.Signals} signal */
  signal(signal) {
    this.#child.kill(signal);
  }

  async kill() {
    const child = this.#child;
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

  /** Ends the clients and the process. */
  async stop() {
    for (const client of this.#clients.splice(0)) if (client.isOpen) client.destroy();
    await this.kill();
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
