import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DroppingProxy } from './support/dropping-proxy.mjs';
import { startPeer } from './support/redis-peers.mjs';
import { RedisServer } from './support/redis-server.mjs';
import { redisTest } from './support/redis-test.mjs';

const nap = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where what counts is that nobody waits for a server that is gone, and where a slow machine must not pass for one. */
const SHORT = { hangTimeout: '1s', timeout: '500ms', lease: '5s' };
const LONG = { hangTimeout: '1m', timeout: '1m', lease: '1m' };

/** Two processes on one server, of which the second may be behind a proxy, and the truth that both load from. */
async function given(t, { isBehindProxy = false, patience = SHORT } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  const file = join(folder, 'truth');
  let version = 0;
  const server = await RedisServer.start();
  const proxy = isBehindProxy ? await DroppingProxy.start(server.port) : undefined;
  writeFileSync(file, '0');
  const writer = await startPeer(server.url, file, patience);
  const reader = await startPeer(proxy?.url ?? server.url, file, patience);
  t.after(async () => {
    server.signal('SIGCONT');
    await Promise.all([writer.stop(), reader.stop()]);
    proxy?.stop();
    await server.kill();
    rmSync(folder, { recursive: true });
  });
  /** Changes the truth, and tells the cache of the first process. */
  const change = async () => {
    writeFileSync(file, String(++version));
    await writer.ask('set', 'price', version);
    return version;
  };
  /** Waits until a request of the second process has got a value. */
  const untilRead = async (value) => {
    while ((await reader.ask('readings')).last !== value) await nap(10);
  };
  return { server, proxy, writer, reader, change, untilRead };
}

/** While `fault` lasts a value changes, which must be served before it is healed; afterwards changes are seen again. */
async function outlive(t, { change, untilRead, reader }, fault, heal) {
  await reader.ask('startReading');
  await untilRead(await change());
  const startedAt = performance.now();
  await fault();
  const during = await change();
  await untilRead(during); // though nobody can tell it
  t.diagnostic(`nothing stale any more after ${Math.round(performance.now() - startedAt)} ms (hangTimeout: 1000 ms)`);
  await nap(50);
  const { values } = await reader.ask('readings');
  assert.deepEqual(values, [during], 'what was dropped comes back');
  await untilRead(await change());
  await heal();
  await untilRead(await change());
  await untilRead(await change());
  const { requests, failures } = await reader.ask('readings');
  t.diagnostic(`${requests} requests, of which ${failures} failed`);
  assert.equal(failures, 0, 'a request failed');
}

redisTest('a write in one process is seen by the other', async (t) => {
  const { reader, change } = await given(t);
  const took = [];
  for (let value = 1; value <= 200; value++) {
    await reader.ask('get', 'price');
    await reader.ask('settled');
    const seen = reader.ask('see', 'price', value);
    const writtenAt = Number(process.hrtime.bigint());
    await change();
    took.push(((await seen) - writtenAt) / 1e6);
  }
  took.sort((left, right) => left - right);
  t.diagnostic(
    `seen after ${took[99].toFixed(1)} ms (p50), ${took[197].toFixed(1)} ms (p99), messages of the test included`,
  );
});

redisTest('a server that is killed costs no request, and no change goes unseen', async (t) => {
  const all = await given(t);
  await outlive(
    t,
    all,
    () => all.server.kill(),
    () => all.server.run(),
  );
});

redisTest('a server that hangs costs no request, and no change goes unseen', async (t) => {
  const all = await given(t);
  await outlive(
    t,
    all,
    () => all.server.signal('SIGSTOP'),
    () => all.server.signal('SIGCONT'),
  );
});

redisTest('a network that is cut costs no request, and no change goes unseen', async (t) => {
  const all = await given(t, { isBehindProxy: true });
  const cut = (isDropping) => () => void (all.proxy.isDropping = isDropping);
  await outlive(t, all, cut(true), cut(false));
});

redisTest('a value that both processes miss is loaded by one of them', async (t) => {
  const { writer, reader } = await given(t, { patience: LONG });
  const [one, other] = await Promise.all([writer.ask('loadAll', 100), reader.ask('loadAll', 100)]);
  assert.deepEqual([one.right, other.right], [100, 100]);
  assert.equal(one.own + other.own, 100);
  t.diagnostic(`${one.own} and ${other.own} loads`);
});
