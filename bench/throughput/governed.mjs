// What the governor costs: the same sized cache with and without it, interleaved. node --expose-gc bench/throughput/governed.mjs
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';

const KEYS = 20_000;
const ROUNDS = 20;
const weigher = ({ weight }) => weight;
const values = Array.from({ length: KEYS }, (_, index) => ({ index, weight: 500 + (index % 100) }));
const options = { region: 'a', maxEntries: KEYS, maxBytes: '64MB', weigher };
const memory = createCacheMemory({ regions: [options] });
const caches = { alone: new MethodInstanceCache(options), governed: memory.region('a') };
const work = {
  get: (cache) => values.forEach((_, index) => cache.get(index)),
  set: (cache) => values.forEach((_, index) => cache.set(index, values[(index + 1) % KEYS])),
  'set, evicting': (cache) => values.forEach((value, index) => cache.set(fresh + index, value)),
};
let fresh = KEYS;

for (const [name, run] of Object.entries(work)) {
  const times = { alone: [], governed: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [who, cache] of inTurn(Object.entries(caches), round)) {
      for (const [index, value] of values.entries()) cache.set(index, value);
      globalThis.gc?.();
      const before = process.cpuUsage();
      for (let again = 0; again < 5; again++) {
        run(cache);
        fresh += KEYS;
      }
      const { user, system } = process.cpuUsage(before);
      times[who].push(((user + system) * 1_000) / (5 * KEYS));
    }
  }
  const lowerQuartile = (list) => list.sort((one, other) => one - other)[list.length >> 2];
  const [alone, governed] = [lowerQuartile(times.alone), lowerQuartile(times.governed)];
  console.log(
    `${name}: ${alone.toFixed(0)} ns alone, ${governed.toFixed(0)} ns governed, ratio ${(governed / alone).toFixed(3)}`,
  );
}
await memory.close();

function inTurn(list, round) {
  return round % 2 === 0 ? list : list.toReversed();
}
