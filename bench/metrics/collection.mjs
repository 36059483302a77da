// What one scrape costs: the snapshot and the samples (ours), and the text that prom-client writes of them. Medians of many.
import { exposePrometheus } from 'nestjs-cache-memory/prometheus';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';
import { Registry } from 'prom-client';

const REGIONS = Number(process.argv[2] ?? 100);
const RUNS = 300;

const regions = Array.from({ length: REGIONS }, (_, index) => ({ region: `region-${index}`, maxEntries: 100 }));
const memory = createCacheMemory({ regions });
for (const { region } of regions) {
  const cache = memory.region(region);
  for (let key = 0; key < 200; key++) cache.getOrCreateSync(key, () => ({ key }));
}
const registry = new Registry();
exposePrometheus(memory, registry);

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const times = { snapshot: [], collection: [], text: [] };
for (let run = 0; run < RUNS; run++) {
  let start = performance.now();
  memory.snapshot();
  times.snapshot.push(performance.now() - start);
  start = performance.now();
  const collected = registry.getMetricsAsArray().map((metric) => metric.get()); // all work is done when get() returns
  times.collection.push(performance.now() - start);
  await Promise.all(collected);
  start = performance.now();
  await registry.metrics();
  times.text.push(performance.now() - start);
}
console.log(`${REGIONS} regions, medians of ${RUNS} in milliseconds`);
for (const [what, all] of Object.entries(times))
  console.log(`  ${what.padEnd(12)} ${median(all).toFixed(3)}   (tenth: ${all[all.length / 10].toFixed(3)})`);
await memory.close();
