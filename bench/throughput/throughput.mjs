// Operations per second against the peers: npm run bench:throughput [-- --quick]
import { asynchronous, synchronous } from '../support/contestants.mjs';
import { interleave, speedRatios } from '../support/interleave.mjs';
import { randomNumbers } from '../support/statistics.mjs';

const isQuick = process.argv.includes('--quick');
const ROUNDS = 5;
const BASE = 'lru-cache';
const SIZES = isQuick ? [10_000] : [10_000, 100_000, 1_000_000];
let sink = 0; // what is read is used

const integer = (index) => index;
const text = (index) => `user:${index}:profile`;

/** A loop over a list of keys, compiled anew for each contestant. */
const compile = (body) =>
  new Function('cache', 'keys', `let sum = 0; for (let i = 0; i < keys.length; i++) { ${body} } return sum;`);

/** Look-ups at random among keys that every contestant was filled with: the very same objects for all. */
function lookUpsAtRandom(count, keys, seed) {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => keys[Math.floor(random() * keys.length)]);
}

function print(title, ratios) {
  const cells = [...ratios].map(
    ([name, { median, least, most, ns }]) =>
      `${name.padEnd(20)} ${median.toFixed(2).padStart(6)} x  (${least.toFixed(2)} to ${most.toFixed(2)})  ${ns.toFixed(0).padStart(6)} ns`,
  );
  console.log(`\n${title}; ${BASE} = 1\n  ${cells.join('\n  ')}`);
}

async function measureHits(capacity, keyOf, kind, ttlMs) {
  const operations = 1_000_000;
  const keys = Array.from({ length: capacity }, (_, index) => keyOf(index));
  const lookUps = lookUpsAtRandom(operations, keys, 7);
  const contestants = synchronous
    .filter(({ isSlow, withoutTtl }) => !(isSlow && capacity > 10_000) && !(ttlMs && withoutTtl))
    .map(({ name, create }) => {
      const cache = create({ capacity, ttlMs });
      for (let index = 0; index < capacity; index++) cache.set(keys[index], index);
      return { name, cache, run: compile('sum += cache.get(keys[i]) ?? 0;') };
    });
  const times = await interleave(contestants, ROUNDS, ({ cache, run }) => {
    sink += run(cache, lookUps);
    return operations;
  });
  print(
    `get, hit, ${kind} keys${ttlMs ? ' with ttl' : ''}, ${capacity.toLocaleString('en')} entries`,
    speedRatios(times, BASE),
  );
}

async function measureChurn(capacity, keyOf, kind) {
  const operations = Math.max(400_000, capacity * 2);
  const contestants = synchronous
    .filter(({ isSlow, isUnbounded }) => !isSlow && !isUnbounded)
    .map(({ name, create }) => {
      const cache = create({ capacity });
      for (let index = 0; index < capacity; index++) cache.set(keyOf(index), index);
      return { name, cache, run: compile('cache.set(keys[i], i);'), next: capacity };
    });
  const times = await interleave(contestants, ROUNDS, (contestant) => {
    const keys = Array.from({ length: operations }, (_, index) => keyOf(contestant.next + index));
    contestant.next += operations;
    sink += contestant.run(contestant.cache, keys);
    return operations;
  });
  print(
    `set of new keys into a full cache, ${kind} keys, ${capacity.toLocaleString('en')} entries`,
    speedRatios(times, BASE),
  );
}

async function measureLoads(capacity) {
  const operations = 200_000;
  const keys = lookUpsAtRandom(
    operations,
    Array.from({ length: capacity }, (_, index) => index),
    11,
  );
  const contestants = [];
  for (const { name, create } of asynchronous) {
    const cache = create({ capacity });
    for (let index = 0; index < capacity; index++) await cache.fill(index);
    const body = 'let sum = 0; for (let i = 0; i < keys.length; i++) sum += await cache.load(keys[i]); return sum;';
    const AsyncFunction = (async () => {}).constructor;
    contestants.push({ name, cache, run: new AsyncFunction('cache', 'keys', body) });
  }
  const times = await interleave(contestants, ROUNDS, async ({ cache, run }) => {
    sink += await run(cache, keys);
    return operations;
  });
  print(`getOrCreate, hit, ${capacity.toLocaleString('en')} entries`, speedRatios(times, BASE));
}

for (const capacity of SIZES) {
  await measureHits(capacity, integer, 'integer');
  await measureHits(capacity, text, 'string');
}
await measureHits(SIZES.at(-2) ?? SIZES[0], integer, 'integer', 3_600_000);
for (const capacity of SIZES) await measureChurn(capacity, integer, 'integer');
await measureLoads(10_000);
console.log(`\n(${sink === 0 ? 'nothing was read' : 'all that was read was used'}; Node ${process.version})`);
process.exit(0);
