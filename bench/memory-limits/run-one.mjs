// One contestant through one scenario, in a process of its own: node run-one.mjs '{"contestant":...}'. Notes go to the file `notes`.
import { openSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { contestants } from './contestants/contestants.mjs';
import { applicationMemory } from './workload/application-memory.mjs';
import { watchLiveHeap } from './workload/live-heap.mjs';
import { privateMemoryBytes } from './workload/private-memory.mjs';
import { requests } from './workload/requests.mjs';
import { values } from './workload/values.mjs';

const REQUESTS_A_JOB = 20;
const BURST = 60_000;
/** What all keys together would hold, in limits. */
const UNBOUNDED = 3;
const BURST_LIMITS = 2;
const BURST_AT = 0.6;

const {
  contestant,
  kind,
  applicationKind,
  requestCount,
  limitBytes,
  isSwinging,
  hasBurst,
  sizeFactor,
  seed,
  share,
  toldLimitBytes,
  notes,
} = JSON.parse(process.argv[2]);
const file = openSync(notes, 'a');
const note = (fields) => writeSync(file, `${JSON.stringify(fields)}\n`);

const door = import.meta.resolve('nestjs-cache-memory/standalone');
const { sizeOf } = await import(new URL('../sizing/size-of.js', door).href);
const chosen = await contestants.find(({ name }) => name === contestant).load();
const { growth, make: makeValue, read } = values[kind];
const meanBytes = (UNBOUNDED * limitBytes) / (0.25 * requestCount);
const firstBytes = meanBytes / ((1 + growth) / 2);
const cache = await chosen.make({
  limitBytes,
  firstBytes: sizeOf(makeValue(firstBytes, 0)),
  weigh: (value) => sizeOf(value),
  sizeFactor,
  share,
  toldLimitBytes,
});
const application = applicationMemory(applicationKind, limitBytes, isSwinging);
const nextKey = requests(seed);
const burstJob = Math.floor((BURST_AT * requestCount) / REQUESTS_A_JOB);
const startedAt = performance.now();
let done = 0;
let hits = 0;
let sum = 0;

watchLiveHeap((live) => note(state({ live })));
for (let job = 0; done < requestCount; job++) {
  const progress = done / requestCount;
  application.adjust(progress);
  for (let index = 0; index < REQUESTS_A_JOB; index++) await serve(progress);
  if (job % Math.ceil(requestCount / REQUESTS_A_JOB / 100) === 0) note(state({}));
  if (hasBurst && job === burstJob) burst();
  await setImmediate();
}
note({ ...state({}), ended: true, sum });
process.exit(0); // a peer's timer would keep the process alive

async function serve(progress) {
  const key = nextKey();
  const found = cache.get(key);
  let value = typeof found?.then === 'function' ? await found : found;
  if (value === undefined || value === null) {
    value = makeValue(firstBytes * (1 + (growth - 1) * progress), done);
    const stored = cache.set(key, value);
    if (typeof stored?.then === 'function') await stored;
  } else {
    hits++;
  }
  sum += read(value);
  done++;
}

/** 60,000 new values in one job, together twice the limit. */
function burst() {
  note(state({ burst: 'begins' }));
  for (let index = 0; index < BURST; index++) {
    void cache.set(`burst:${index}`, makeValue((BURST_LIMITS * limitBytes) / BURST, index));
  }
  note(state({ burst: 'ended' }));
}

function state(more) {
  const { heapUsed, external } = process.memoryUsage();
  return {
    done,
    hits,
    ms: Math.round(performance.now() - startedAt),
    heapUsed,
    external,
    own: privateMemoryBytes(),
    application: application.bytes(),
    believed: Math.round(cache.believedBytes()),
    entries: cache.size(),
    ...more,
  };
}
