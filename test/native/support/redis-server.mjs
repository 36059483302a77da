import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';

const isMissing = spawnSync('redis-server', ['--version']).status !== 0;

/** A test that needs a Redis server: skipped by name where none is installed, except with CI=true, where that is a failure. */
export function redisTest(name, run) {
  const isSkipped = isMissing && process.env.CI !== 'true';
  test(isSkipped ? `${name} (skipped: no redis-server is installed)` : name, { skip: isSkipped }, run);
}

/** A Redis server on a free loopback port, which keeps nothing on disk. */
export class RedisServer {
  #args;
  #child;

  constructor(port, args) {
    this.port = port;
    this.#args = args;
  }

  /** Starts a server with further arguments, such as `'--maxmemory', '20mb'`. */
  static async start(...args) {
    const server = new RedisServer(await freePort(), args);
    await server.run();
    return server;
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
    await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${output}`)));
      child.stdout.on('data', (text) => {
        output += text.toString();
        if (output.includes('Ready to accept connections')) resolve();
      });
    });
  }

  signal(signal) {
    this.#child.kill(signal);
  }

  async kill() {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
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
