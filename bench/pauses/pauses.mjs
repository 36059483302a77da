// How long one operation, or one turn of the event loop, is held up: npm run bench:pauses -- [--quick] [--only lru,hybrid] [--rounds 3]
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LRUCache } from 'lru-cache';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { median } from '../support/statistics.mjs';
import { textTable } from '../support/text-table.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'lru,hybrid' },
    rounds: { type: 'string', default: '3' },
  },
});
const ENTRIES = options.quick ? 100_000 : 1_000_000;
const CHURN = 2 * ENTRIES;
const BATCH = 100; // operations between two looks at the clock
const TTL_MS = 60_000;

const keyKinds = { integer: (index) => index, string: (index) => `user:${index}:profile` };

/** A clock of the bench's own, so that a million entries expire at a word. */
class Time {
  ms = 1_000;
  now() {
    return this.ms;
  }
}

const ours = (policy, more) => new MethodInstanceCache({ maxEntries: ENTRIES, policy, ...more });

/** Each answers the longest pause in milliseconds. */
const cases = {
  'trim halves it': async (policy, keyOf) =>
    timed(filled(ours(policy), keyOf), (cache) => cache.trim({ entries: ENTRIES / 2 })),
  'trimGently halves it': async (policy, keyOf) =>
    longestTurn(filled(ours(policy), keyOf), (cache) => cache.trimGently({ entries: ENTRIES / 2 })),
  clear: async (policy, keyOf) => timed(filled(ours(policy), keyOf), (cache) => cache.clear()),
  'all expire together': async (policy, keyOf) => {
    const clock = new Time();
    const cache = filled(ours(policy, { ttl: TTL_MS, clock }), keyOf);
    return longestTurn(cache, async () => {
      clock.ms += TTL_MS;
      while (cache.size > 0) await nextTurn();
    });
  },
  'churn, 100 sets': async (policy, keyOf) => churned(filled(ours(policy), keyOf), keyOf),
};

const rows = [];
for (const policy of options.only.split(',')) {
  for (const [kind, keyOf] of Object.entries(keyKinds)) {
    for (const [name, measure] of Object.entries(cases)) {
      rows.push([`ours/${policy}`, kind, name, ...(await repeated(() => measure(policy, keyOf)))]);
    }
  }
}
for (const [kind, keyOf] of Object.entries(keyKinds)) {
  rows.push([
    'lru-cache',
    kind,
    'clear',
    ...(await repeated(() => timed(filled(lruCache(), keyOf), (cache) => cache.clear()))),
  ]);
  rows.push([
    'lru-cache',
    kind,
    'churn, 100 sets',
    ...(await repeated(() => churned(filled(lruCache(), keyOf), keyOf))),
  ]);
}
console.log(
  `Longest pause in ms, ${ENTRIES.toLocaleString('en')} entries: median of ${options.rounds} rounds, least and most\n`,
);
console.log(textTable([['', 'keys', 'what', 'median', 'least', 'most'], ...rows]));
console.log(`\nNode ${process.version}`);
process.exit(0);

function lruCache() {
  return new LRUCache({ max: ENTRIES });
}

function filled(cache, keyOf) {
  for (let index = 0; index < ENTRIES; index++) cache.set(keyOf(index), index);
  globalThis.gc?.();
  return cache;
}

function timed(cache, work) {
  const startedAt = performance.now();
  work(cache);
  return performance.now() - startedAt;
}

/** The longest time between two turns of the event loop while the work goes on. */
async function longestTurn(cache, work) {
  const progress = { isOver: false };
  let longest = 0;
  const worked = Promise.resolve(work(cache)).then(() => (progress.isOver = true));
  let before = performance.now();
  while (!progress.isOver) {
    await nextTurn();
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
  }
  await worked;
  return longest;
}

/** The longest time that a batch of new keys takes in a full cache. */
function churned(cache, keyOf) {
  let longest = 0;
  for (let done = 0; done < CHURN; done += BATCH) {
    const keys = Array.from({ length: BATCH }, (_, index) => keyOf(ENTRIES + done + index));
    const startedAt = performance.now();
    for (const key of keys) cache.set(key, done);
    longest = Math.max(longest, performance.now() - startedAt);
  }
  return longest;
}

async function repeated(measure) {
  const pauses = [];
  for (let round = 0; round < Number(options.rounds); round++) pauses.push(await measure());
  return [median(pauses), Math.min(...pauses), Math.max(...pauses)].map((ms) => ms.toFixed(1));
}
