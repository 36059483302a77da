// Fills most of a heap of 64 MB and has it collected again and again, which frees nothing: node --expose-gc crowded-heap.mjs [step ...]
// Each step, `off` or `on`, says whether V8's rule against that is off.
import { getHeapStatistics } from 'node:v8';

const door = new URL('../../../libs/cache-memory/dist/pressure/governor/heap-abort.js', import.meta.url);
const { HeapAbort } = await import(door.href);
const FILLED_BYTES = 57 * 2 ** 20;
const COLLECTIONS = 12; // V8 gives up after the fourth

const abort = new HeapAbort();
for (const step of process.argv.slice(2)) abort.defer(step === 'off');
let last; // a list leaves no garbage as it grows
while (getHeapStatistics().used_heap_size < FILLED_BYTES) last = { before: last, share: Math.random() };
globalThis.gc(); // the young ones are old now
console.log('filled');
for (let each = 0; each < COLLECTIONS; each++) globalThis.gc();
console.log(`collected, the last is ${last.share}`);
