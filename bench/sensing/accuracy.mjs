// How exactly live memory is known: the figures of a sensor against V8's own after each major collection, by whether somebody
// looks within the job in which it happens. node --max-old-space-size=80 bench/sensing/accuracy.mjs
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import v8 from 'node:v8';
import { median, randomNumbers } from '../support/statistics.mjs';
import { textTable } from '../support/text-table.mjs';
import { loadSensing } from './load-sensing.mjs';

const { senseProcess } = await loadSensing('sense-process');
const random = randomNumbers(7);
const kept = [];
const LIVE = 150_000;

/** One job that replaces live objects and makes garbage; `look` is called now and then. */
function work(look) {
  for (let n = 0; n < 40_000; n++) {
    kept[Math.floor(random() * LIVE)] = { n, text: `value ${n}`, parts: [n, n + 0.5] };
    if (n % 1_000 === 0) look();
  }
}

/** Live bytes of the old generation after the last major collection since the profile began. */
function liveIn({ statistics }) {
  const major = statistics.findLast(({ gcType }) => gcType === 'MarkSweepCompact');
  if (!major) return undefined;
  const { heapStatistics, heapSpaceStatistics } = major.afterGC;
  const young = heapSpaceStatistics.filter(({ spaceName }) => spaceName.startsWith('new_'));
  return young.reduce((rest, { spaceUsedSize }) => rest - spaceUsedSize, heapStatistics.usedHeapSize);
}

async function measure(looksWithin) {
  const sensor = senseProcess();
  const errors = { live: [], used: [], missed: 0, of: 0 };
  for (let job = 0; job < 40; job++) {
    const profile = new v8.GCProfiler();
    profile.start();
    const before = sensor.lastCollection?.number ?? 0;
    work(looksWithin ? () => sensor.sample() : () => {});
    const { used_heap_size: used } = v8.getHeapStatistics();
    await turn();
    await turn();
    const truth = liveIn(profile.stop());
    if (truth === undefined) continue;
    errors.of++;
    if ((sensor.lastCollection?.number ?? 0) === before) {
      errors.missed++;
      continue;
    }
    errors.live.push(Math.abs(sensor.lastCollection.liveHeapBytes / truth - 1) * 100);
    errors.used.push(Math.abs(used / truth - 1) * 100);
  }
  sensor.close();
  return errors;
}

const rows = [
  [`Node ${process.versions.node}`, 'jobs with one', 'missed', 'median error, %', 'worst, %', 'heap used, %'],
];
const startedAt = performance.now();
for (const [name, looksWithin] of [
  ['looks within the job', true],
  ['no look until its end', false],
]) {
  const { live, used, missed, of } = await measure(looksWithin);
  const figures = [median(live), Math.max(...live), median(used)].map((percent) => percent.toFixed(2));
  rows.push([name, String(of), String(missed), ...figures]);
}
console.log(textTable(rows));
console.log(`${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
