// Two processes on one Redis, against BentoCache and cacheable: npm run bench:redis -- [--quick]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DroppingProxy } from '../../test/native/support/dropping-proxy.mjs';
import { RedisServer } from '../../test/native/support/redis-server.mjs';
import { interleave, speedRatios } from '../support/interleave.mjs';
import { median } from '../support/statistics.mjs';
import { textTable } from '../support/text-table.mjs';
import { contestants, untiered } from './contestants.mjs';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const ROUNDS = options.quick ? 3 : 7;
const WRITES = options.quick ? 50 : 1_000;
const HITS = options.quick ? 100_000 : 1_000_000;
const COMMANDS = options.quick ? 100 : 2_000;
const BOUND_MS = 5_000;
const CUTS = options.quick ? 1 : 3;

const nap = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const ratio = ({ median: middle, least, most }) => `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;

/** A process that reads what this one writes. */
async function startReader(name, url) {
  const child = fork(fileURLToPath(new URL('reader.mjs', import.meta.url)), [name, url]);
  await once(child, 'message');
  const ask = async (message) => {
    child.send(message);
    const [answer] = await once(child, 'message');
    return answer;
  };
  return { ask, stop: () => child.kill() };
}

/** How long a write in this process takes to be seen by the other, in milliseconds, sorted. */
async function measureNews(contestant, url) {
  const cache = await contestant.create(url);
  const reader = await startReader(contestant.name, url);
  const took = [];
  for (let value = 1; value <= WRITES; value++) {
    const seen = reader.ask({ see: 'news', value });
    await nap(1);
    const writtenAt = process.hrtime.bigint();
    await cache.set('news', value);
    took.push(Number(BigInt((await seen).at) - writtenAt) / 1e6);
  }
  reader.stop();
  await cache.close();
  return took.sort((left, right) => left - right);
}

/** For how long the old value is served that changed while the reader was cut off for two seconds; then, whether it is after the heal. */
async function measureCut(contestant, server) {
  const proxy = await DroppingProxy.start(server.port);
  const cache = await contestant.create(server.url);
  const reader = await startReader(contestant.name, proxy.url);
  await cache.set('cut', 1);
  await reader.ask({ see: 'cut', value: 1 });
  proxy.isDropping = true;
  const changedAt = performance.now();
  await cache.set('cut', 2);
  const during = reader.ask({ until: 'cut', not: 1, atMostMs: 2_000, truth: 2 });
  const droppedAfter = (await during).isSeen ? performance.now() - changedAt : Infinity;
  await nap(Math.max(0, 2_000 - (performance.now() - changedAt)));
  proxy.isDropping = false;
  const healedAt = performance.now();
  const fresh = await reader.ask({ until: 'cut', is: 2, atMostMs: BOUND_MS, truth: 2 });
  const freshAfter = fresh.isSeen ? performance.now() - healedAt : Infinity;
  reader.stop();
  proxy.stop();
  await cache.close();
  return { droppedAfter, freshAfter };
}

const server = await RedisServer.start();
console.log(`Node ${process.version}, redis-server on loopback; figures of one machine: compare, do not quote\n`);

const hitters = [];
for (const each of [untiered, ...contestants]) {
  const cache = await each.create(server.url);
  for (let key = 0; key < 1_000; key++) await cache.set(`hit ${key}`, key);
  hitters.push({ ...each, cache, keys: Array.from({ length: 1_000 }, (_, key) => `hit ${key}`) });
}
const hits = speedRatios(
  await interleave(hitters, ROUNDS, async ({ cache, keys, isSynchronous }) => {
    const count = isSynchronous ? HITS : HITS / 20;
    if (isSynchronous) for (let n = 0; n < count; n++) cache.hit(keys[n % 1_000]);
    else for (let n = 0; n < count; n++) await cache.hit(keys[n % 1_000]);
    return count;
  }),
  untiered.name,
);
const tiered = hitters.slice(1);
let round = 0;
const misses = speedRatios(
  await interleave(tiered, ROUNDS, async ({ cache }) => {
    round++;
    for (let n = 0; n < COMMANDS; n++) await cache.load(`miss ${round} ${n}`, () => n);
    return COMMANDS;
  }),
  tiered[0].name,
);
const writes = speedRatios(
  await interleave(tiered, ROUNDS, async ({ cache }) => {
    for (let n = 0; n < COMMANDS; n += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, m) => cache.set(`write ${n + m}`, n)));
    }
    await cache.settled();
    return COMMANDS;
  }),
  tiered[0].name,
);
for (const { cache } of hitters) await cache.close();

const rows = [['', 'local hit', 'miss', 'write', 'seen p50', 'seen p99', 'old value until', 'fresh after the heal']];
rows.push([untiered.name, '1.00', '', '', '', '', '', '']);
const shown = (ms) => (ms === Infinity ? 'not in time' : `${ms.toFixed(1)} ms`);
for (const contestant of contestants) {
  const news = contestant.hasNews ? await measureNews(contestant, server.url) : undefined;
  const cuts = [];
  for (let times = 0; times < CUTS; times++) cuts.push(await measureCut(contestant, server));
  rows.push([
    contestant.name,
    ratio(hits.get(contestant.name)),
    ratio(misses.get(contestant.name)),
    ratio(writes.get(contestant.name)),
    news ? shown(at(news, 0.5)) : 'never',
    news ? shown(at(news, 0.99)) : 'never',
    shown(median(cuts.map(({ droppedAfter }) => droppedAfter))),
    shown(median(cuts.map(({ freshAfter }) => freshAfter))),
  ]);
}
console.log(textTable(rows));
console.log(`
Hits: how many times as fast as ours without a tier; misses and writes: as ours with Redis; medians of ${ROUNDS} interleaved rounds, least to most.
"Seen": from a write in one process to the first read of it in another. The other process is then cut off for 2,000 ms while a value changes
("not in time": it still had the old one then), and asked after the heal ("not in time": for ${BOUND_MS} ms not the new one).
BentoCache and cacheable have no driver for node-redis: they run on the drivers in contestants.mjs, over the same client.`);
{
  const { ns } = hits.get(tiered[0].name);
  console.log(
    `\nA hit with the Redis tier: ${ns.toFixed(0)} ns, ${ratio(hits.get(tiered[0].name))} times as fast as one without.`,
  );
}
await server.kill();
process.exit(0);
