// What the governor costs: the same sized cache with and without it, in turn. node --expose-gc bench/throughput/governed.mjs
// The same cache a second time says what of a ratio is noise. Best with a small heap too: --max-old-space-size=256
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';
import { median } from '../support/statistics.mjs';

const KEYS = 20_000;
const ROUNDS = 120;
const WARM_UP = 20;
const weigher = ({ weight }) => weight;
const values = Array.from({ length: KEYS }, (_, index) => ({ index, weight: 500 + (index % 100) }));
const options = { region: 'a', maxEntries: KEYS, maxBytes: '64MB', weigher };
const memory = createCacheMemory({ regions: [options] });
const caches = {
  alone: new MethodInstanceCache(options),
  'the same': new MethodInstanceCache(options),
  governed: memory.region('a'),
};
const names = Object.keys(caches);
let fresh = KEYS;
const work = {
  get: (cache) => {
    for (let index = 0; index < KEYS; index++) cache.get(index);
  },
  set: (cache, round) => {
    for (let index = 0; index < KEYS; index++) cache.set(index, values[(index + round) % KEYS]);
  },
  'set, evicting': (cache) => {
    for (let index = 0; index < KEYS; index++) cache.set(fresh++, values[index]);
  },
};

for (const [name, run] of Object.entries(work)) {
  const times = Object.fromEntries(names.map((who) => [who, []]));
  for (const cache of Object.values(caches)) work.set(cache, 0);
  for (let round = 1; round <= WARM_UP + ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const who = names[(turn + round) % names.length];
      if (round % 20 === 0) globalThis.gc?.();
      const before = process.cpuUsage();
      run(caches[who], round);
      const { user, system } = process.cpuUsage(before);
      if (round > WARM_UP) times[who].push(((user + system) * 1_000) / KEYS);
    }
  }
  const ratio = (who) => median(times[who].map((time, round) => time / times.alone[round])).toFixed(3);
  const nanoseconds = names.map((who) => `${median(times[who]).toFixed(0)} ns ${who}`).join(', ');
  console.log(`${name}: ${nanoseconds}; ratio ${ratio('governed')}, of the same ${ratio('the same')}`);
}
await memory.close();
