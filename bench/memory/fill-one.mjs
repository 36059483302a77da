// Fills one cache in a process of its own and prints its bytes per entry: node --expose-gc fill-one.mjs NAME COUNT [TTL_MS]
import { setImmediate } from 'node:timers/promises';
import { contestants } from './contestants.mjs';

const [name, countText, ttlText] = process.argv.slice(2);
const count = Number(countText);
const ttlMs = ttlText && Number(ttlText);
const { open } = contestants.find((contestant) => contestant.name === name);

// What loading and warming up a library keeps is no entry's: a small cache of the same kind lives on beside the measured one.
const warm = await filled(1_000);
const before = await bytesInUse();
const cache = await filled(count);
const after = await bytesInUse();
console.log((after - before) / count);
for (const key of [0, count >> 1, count - 1]) {
  if ((await cache.get(key)) !== key) throw new Error(`${name} does not hold key ${key}`);
}
if ((await warm.get(999)) !== 999) throw new Error(`${name} does not hold key 999`);
process.exit(0); // a peer's timer would keep the process alive

async function filled(entries) {
  const cache = await open(entries, ttlMs);
  for (let key = 0; key < entries; key++) {
    const stored = cache.set(key, key);
    if (typeof stored?.then === 'function') await stored;
  }
  return cache;
}

/** Bytes on the heap and in array buffers, after what is garbage has gone. */
async function bytesInUse() {
  for (let round = 0; round < 4; round++) {
    await setImmediate();
    globalThis.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
