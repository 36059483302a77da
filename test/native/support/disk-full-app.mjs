// Writes to a tier in the folder of the first argument, and waits for a line; writes until the disk is full and the breaker open, and waits
// for a line that says that there is room again; goes on. Tells what happened as JSON, a line for each part; dies of any value that is wrong.
import { once } from 'node:events';
import { diskPlace } from 'nestjs-cache-memory/disk';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { bytesCodec, entryTier } from 'nestjs-cache-memory/tiers';
import { FakeClock } from 'nestjs-cache-memory/testing';
import { contents, versionOf } from './disk-contents.mjs';

const MOST_WRITES = 5_000;
const KEYS = 150;
const LONGEST_PAUSE_MS = 30_000;

const clock = new FakeClock();
const place = diskPlace({ directory: process.argv[2] });
const tier = entryTier({ place, codec: bytesCodec, spill: 'stored', timeout: '1m' }, { clock, today: Date.now });
const cache = new MethodInstanceCache({ region: 'r', maxEntries: 1, policy: 'lru', tier });
const states = [];
const faults = new Set();
cache.on('tier.changed', ({ state }) => states.push(state));
cache.on('tier.failed', ({ error }) => {
  for (let each = error; each; each = each.cause) faults.add(`${each.code ?? ''} ${each.message}`);
});

/** The last version of each key whose write was acknowledged, or refused with nobody knowing what became of it. */
const acknowledged = new Map();
let writes = 0;

/** Writes the next value and waits for its fate; answers whether it was acknowledged. */
async function write() {
  const key = `k-${writes % KEYS}`;
  const { spills } = cache.stats();
  cache.set(key, contents(key, writes));
  await cache.tierSettled();
  const isKept = cache.stats().spills > spills;
  if (isKept) acknowledged.set(key, writes);
  else acknowledged.delete(key);
  writes++;
  return isKept;
}

/** Asks for each key, counts what comes back, and dies where it is not the value that was set last. */
async function recallAll(cache) {
  const counts = { recalled: 0, missed: 0, lost: 0 };
  for (let n = 0; n < KEYS; n++) {
    const key = `k-${n}`;
    if (cache.has(key)) continue;
    const value = await cache.getOrCreate(key, () => undefined);
    if (value === undefined) counts[acknowledged.has(key) ? 'lost' : 'missed']++;
    else if (versionOf(key, value) !== acknowledged.get(key)) throw new Error(`${key} is not what was set last`);
    else counts.recalled++;
  }
  return counts;
}

const tell = (report) => process.stdout.write(`${JSON.stringify(report)}\n`);

while (writes < 2 * KEYS) await write();
tell({ acknowledged: acknowledged.size });
await once(process.stdin, 'data');
while (cache.stats().tier === 'working' && writes < MOST_WRITES) await write();
const whileFull = { writes, states: [...states], faults: [...faults], kept: acknowledged.size };
const served = await cache.getOrCreate('made', () => contents('made', 1)); // callers learn nothing of it
tell({ ...whileFull, served: versionOf('made', served), acknowledged: [...acknowledged] });

await once(process.stdin, 'data');
clock.advance(LONGEST_PAUSE_MS);
while (cache.stats().tier === 'broken' && writes < MOST_WRITES) {
  await write();
  clock.advance(LONGEST_PAUSE_MS);
}
let keptAfter = 0;
for (let n = 0; n < 100; n++) keptAfter += Number(await write());
const { lost, recalled } = await recallAll(cache);
await cache.close();

const next = new MethodInstanceCache({ region: 'r', maxEntries: 1, policy: 'lru', tier });
const { lost: lostAtRestart } = await recallAll(next);
await next.close();
tell({ states, keptAfter, lost, recalled, lostAtRestart });
process.exit(0);
