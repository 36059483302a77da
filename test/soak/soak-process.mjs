// The process that is watched: the application with every feature on, and its load. Tells its parent a sample when it is asked.
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ResultStore } from 'nestjs-result-store';
import { brokenInvariants } from './broken-invariants.mjs';
import { seeded } from './seeded.mjs';
import { lives, startSoakApplication } from './soak-application.mjs';
import { SoakLoad } from './soak-load.mjs';

const [seed, redisUrl] = process.argv.slice(2);
const directory = await mkdtemp(join(tmpdir(), 'soak-'));
const application = await startSoakApplication({ directory: join(directory, 'disk'), redisUrl, seed: Number(seed) });
const store = new ResultStore({ directory: join(directory, 'results') });
const load = new SoakLoad(application, store, seeded(Number(seed)));

/** Counts by name. */
function tally(names) {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function sample() {
  globalThis.gc();
  const { memory } = application;
  const { heapUsed, rss, external } = process.memoryUsage();
  const all = memory.regions().map((cache) => cache.stats());
  const held = all.reduce((sum, { weight }) => sum + weight, 0);
  const { level, steps } = memory.report();
  return {
    rss,
    heapUsed,
    external,
    held,
    own: heapUsed - held - load.foreignBytes,
    entries: all.reduce((sum, { entries }) => sum + entries, 0),
    evictions: all.reduce((sum, { evictions }) => sum + evictions, 0),
    level,
    relieved: steps.length,
    handles: tally(process.getActiveResourcesInfo()),
    steps: load.steps,
    results: load.results,
    lives,
    problems: all.flatMap((stats) => brokenInvariants(stats, { gets: load.asked[stats.region] })),
  };
}

async function end() {
  await load.stop();
  await application.app.close();
  await store.close?.();
  await rm(directory, { recursive: true, force: true });
  await setTimeout(1_000); // what ends behind has ended then
  process.send({ ended: { handles: tally(process.getActiveResourcesInfo()), lives } });
  process.disconnect();
}

process.on('message', (message) => {
  if (message === 'sample') process.send({ sample: sample() });
  if (message === 'end') void end();
});
load.start();
process.send({ url: application.url });
