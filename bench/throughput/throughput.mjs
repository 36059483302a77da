// Operations per second against the peers: npm run bench:throughput -- [--quick] [--only 'ours, lru,mnemonist'] [--rows get,ttl,churn,update,load] [--sizes 10000,100000] [--keys integer,string]
import { parseArgs } from 'node:util';
import { asynchronous, synchronous } from '../support/contestants.mjs';
import { interleave, speedRatios } from '../support/interleave.mjs';
import { randomNumbers } from '../support/statistics.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rows: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
    keys: { type: 'string', default: 'integer,string' },
  },
});
const isQuick = options.quick;
const ROUNDS = 5;
const BASE = 'lru-cache';
const only = options.only?.split(/,(?! )/);
const isWanted = ({ name }) => !only || name === BASE || only.includes(name);
const isRow = (row) => !options.rows || options.rows.split(',').includes(row);
const TTL_MS = 3_600_000;
const SIZES = isQuick ? [10_000] : options.sizes.split(',').map(Number);
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
    .filter(isWanted)
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

async function measureUpdates(capacity, keyOf, kind) {
  const operations = 400_000;
  const keys = Array.from({ length: capacity }, (_, index) => keyOf(index));
  const updates = lookUpsAtRandom(operations, keys, 13);
  const contestants = synchronous
    .filter(isWanted)
    .filter(({ isSlow }) => !isSlow)
    .map(({ name, create }) => {
      const cache = create({ capacity });
      for (let index = 0; index < capacity; index++) cache.set(keys[index], -1);
      return { name, cache, run: compile('cache.set(keys[i], i);') };
    });
  const times = await interleave(contestants, ROUNDS, ({ cache, run }) => {
    sink += run(cache, updates);
    return operations;
  });
  print(
    `set of another value for a key, ${kind} keys, ${capacity.toLocaleString('en')} entries`,
    speedRatios(times, BASE),
  );
}

async function measureChurn(capacity, keyOf, kind) {
  const operations = Math.max(400_000, capacity * 2);
  const contestants = synchronous
    .filter(isWanted)
    .filter(({ isSlow, isUnbounded }) => !isSlow && !isUnbounded)
    .map(({ name, create }) => {
      const cache = create({ capacity });
      for (let index = 0; index < capacity; index++) cache.set(keyOf(index), index);
      return { name, cache, run: compile('cache.set(keys[i], i);'), next: capacity };
    });
  const prepare = (contestant) => {
    contestant.keys = Array.from({ length: operations }, (_, index) => keyOf(contestant.next + index));
    contestant.next += operations;
  };
  const churn = (contestant) => {
    sink += contestant.run(contestant.cache, contestant.keys);
    contestant.keys = undefined;
    return operations;
  };
  const times = await interleave(contestants, ROUNDS, churn, prepare);
  print(
    `set of new keys into a full cache, ${kind} keys, ${capacity.toLocaleString('en')} entries`,
    speedRatios(times, BASE),
  );
}

async function measureLoads(capacity, keyOf, kind) {
  const operations = isQuick ? 50_000 : 200_000;
  const resident = Array.from({ length: capacity }, (_, index) => keyOf(index));
  const keys = lookUpsAtRandom(operations, resident, 11);
  const body = 'let sum = 0; for (let i = 0; i < keys.length; i++) if (await cache.load(keys[i])) sum++; return sum;';
  const AsyncFunction = (async () => {}).constructor;
  const contestants = [];
  for (const { name, create } of asynchronous.filter(isWanted).filter(({ isSlow }) => !isSlow || capacity <= 10_000)) {
    const cache = create({ capacity });
    for (const key of resident) await cache.fill(key);
    contestants.push({ name, cache, run: new AsyncFunction('cache', 'keys', body) });
  }
  const times = await interleave(contestants, ROUNDS, async ({ cache, run }) => {
    sink += await run(cache, keys);
    return operations;
  });
  print(`getOrCreate, hit, ${kind} keys, ${capacity.toLocaleString('en')} entries`, speedRatios(times, BASE));
}

for (const capacity of SIZES) {
  for (const [kind, keyOf] of [
    ['integer', integer],
    ['string', text],
  ]) {
    if (!options.keys.split(',').includes(kind)) continue;
    if (isRow('get')) await measureHits(capacity, keyOf, kind);
    if (isRow('ttl')) await measureHits(capacity, keyOf, kind, TTL_MS);
    if (isRow('churn')) await measureChurn(capacity, keyOf, kind);
    if (isRow('update')) await measureUpdates(capacity, keyOf, kind);
    if (isRow('load')) await measureLoads(capacity, keyOf, kind);
  }
}
console.log(`\n(${sink === 0 ? 'nothing was read' : 'all that was read was used'}; Node ${process.version})`);
process.exit(0);
