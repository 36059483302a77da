// Prints what a hit and a new key cost one cache of a size: node --expose-gc measure-one.mjs Map|POLICY ENTRIES
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { median, randomNumbers } from '../support/statistics.mjs';

const ROUNDS = 9;
const OPERATIONS = 100_000;
const [name, sizeText] = process.argv.slice(2);
const size = Number(sizeText);

/** A `Map` that is kept to a size as cheaply as can be. */
class BoundedMap {
  #map = new Map();
  get(key) {
    return this.#map.get(key);
  }
  set(key, value) {
    if (this.#map.size >= size) this.#map.delete(key - size);
    this.#map.set(key, value);
  }
}

const cache = name === 'Map' ? new BoundedMap() : new MethodInstanceCache({ maxEntries: size, policy: name });
for (let key = 0; key < size; key++) cache.set(key, key);
const random = randomNumbers(3);
const lookUps = Array.from({ length: OPERATIONS }, () => Math.floor(random() * size));
let sum = 0;
const get = median(
  timings(() => {
    for (let index = 0; index < OPERATIONS; index++) sum += cache.get(lookUps[index]);
  }),
);
let next = size;
const set = median(
  timings(() => {
    for (let index = 0; index < OPERATIONS; index++) cache.set(next, next++);
  }),
);
if (!(sum > 0)) throw new Error('nothing was found');
console.log(JSON.stringify({ get, set }));
process.exit(0);

/** Nanoseconds of processor time an operation, round by round, after one round that does not count. */
function timings(work) {
  const taken = [];
  for (let round = -1; round < ROUNDS; round++) {
    globalThis.gc({ type: 'minor' });
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) taken.push(((user + system) * 1_000) / OPERATIONS);
  }
  return taken;
}
