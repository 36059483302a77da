import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const built = fileURLToPath(new URL('../../dist/examples', import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts an example that serves, does `work` with the address that it prints, and expects it to end by itself on SIGTERM. */
async function whileServing(path, work) {
  const env = { ...process.env, PORT: `${await freePort()}` };
  const child = spawn(process.execPath, [join(built, path)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    assert.match(line, /^listening: /);
    await work(line.replace('listening: ', ''));
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'exit');
    assert.ok(code === 0 || signal === 'SIGTERM', `ended with ${code ?? signal}`);
  } finally {
    child.kill('SIGKILL');
  }
}

const ask = async (url) => (await fetch(url)).json();

async function print(path) {
  const { stdout } = await exec(process.execPath, [join(built, path)]);
  return JSON.parse(stdout);
}

describe('the examples', () => {
  it('express: compiles a template once and is healthy', () =>
    whileServing('express/main.js', async (url) => {
      assert.deepEqual(await ask(url), { greeting: 'Hello, Ada!', compiled: 1 });
      assert.deepEqual(await ask(url.replace('Ada', 'Bob')), { greeting: 'Hello, Bob!', compiled: 1 });
      const { status, details } = await ask(new URL('/health', url));
      assert.deepEqual([status, details.cache_memory.status], ['ok', 'up']);
    }));

  it('fastify: closes the connection of the tenant that left', () =>
    whileServing('fastify/main.js', async (url) => {
      assert.deepEqual(await ask(url), { answer: 'orders of acme', opened: 1, closed: 0 });
      assert.deepEqual(await ask(url), { answer: 'orders of acme', opened: 1, closed: 0 });
      await ask(new URL('b', url));
      await ask(new URL('c', url));
      assert.deepEqual(await ask(new URL('c', url)), { answer: 'orders of c', opened: 3, closed: 1 });
    }));

  it('microservice: asks its source once', () =>
    whileServing('microservice/main.js', async (url) => {
      const { ClientProxyFactory, Transport } = await import('@nestjs/microservices');
      const { firstValueFrom } = await import('rxjs');
      const { hostname: host, port } = new URL(url);
      const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host, port: Number(port) } });
      const send = () => firstValueFrom(client.send('rate', 'CHF'));
      assert.deepEqual(await send(), { rate: 0.94, asked: 1 });
      assert.deepEqual(await send(), { rate: 0.94, asked: 1 });
      client.close();
    }));

  it('standalone: counts, measures and ends by itself', async () => {
    const answer = await print('standalone/main.js');
    assert.deepEqual(answer, { hits: 2, misses: 2, isMeasured: true, level: 'normal', isWithin: true });
  });

  it('worker threads: make each value once, in one worker', async () => {
    const answers = await print('worker-threads/main.js');
    assert.deepEqual(
      answers.map(({ key, length }) => [key, length]),
      [
        ['a', 1_000],
        ['b', 1_000],
        ['c', 1_000],
      ],
    );
    assert.deepEqual(
      answers.map(({ made }) => made),
      [2, 1, 2],
    );
  });

  it('commonjs: is required, and serves', () =>
    whileServing('commonjs/main.cjs', async (url) => {
      assert.deepEqual(await ask(url), { square: 144, hits: 0, isRequired: true });
      assert.deepEqual(await ask(url), { square: 144, hits: 1, isRequired: true });
    }));
});
