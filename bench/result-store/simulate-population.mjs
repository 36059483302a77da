// Writes a population into the store, reads it back in every way, and says what that took as a line of JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ResultStore } from 'nestjs-result-store';
import { makeNoise, populationRows, schema, VISITS } from './population-rows.mjs';

const LOOKUPS = 200;
const [directory, subjects] = [process.argv[2], Number(process.argv[3])];
const store = new ResultStore({ directory });
const noise = makeNoise();

async function timed(act) {
  const start = performance.now();
  const value = await act();
  return { value, ms: performance.now() - start };
}

const stalls = monitorEventLoopDelay({ resolution: 5 });
stalls.enable();
const saved = await timed(async () => {
  const writer = await store.create('population', { schema, expected: { subjects, rows: subjects * VISITS } });
  await writer.write(populationRows(subjects));
  return writer.complete();
});
stalls.disable();

const set = await store.open(saved.value.id);
const summary = await timed(() => set.summaryBy('visit'));
const loaded = await timed(async () => {
  let rows = 0;
  for await (const batch of set.batches()) rows += batch.length;
  return rows;
});
const lookups = [];
for (let index = 0; index < LOOKUPS; index++) {
  lookups.push((await timed(() => set.subject(Math.floor(noise() * subjects)))).ms);
}
lookups.sort((one, other) => one - other);
await set[Symbol.asyncDispose]();

console.log(
  JSON.stringify({
    subjects,
    rows: loaded.value,
    bytes: saved.value.bytes,
    saveMs: saved.ms,
    loadMs: loaded.ms,
    lookupP50Ms: lookups[LOOKUPS / 2],
    lookupP99Ms: lookups[Math.floor(LOOKUPS * 0.99)],
    summaryMs: summary.ms,
    stallP99Ms: stalls.percentile(99) / 1e6,
    stallLongestMs: stalls.max / 1e6,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  }),
);
