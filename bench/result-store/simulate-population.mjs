// Writes a population of a two-compartment model, reads it back in every way, and says what that took.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ResultStore } from 'nestjs-result-store';

const LOOKUPS = 200;
const [directory, subjects] = [process.argv[2], Number(process.argv[3])];
const store = new ResultStore({ directory });
const schema = {
  subject: 'patient',
  columns: {
    patient: 'int32',
    visit: 'int32',
    time: 'double',
    central: 'double',
    peripheral: 'double?',
    dose: 'double',
    weight: 'double',
    arm: 'string',
  },
  groupBy: ['visit'],
};

/** A noise that is the same in every run. */
let state = 1;
function noise() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

function* population() {
  for (let patient = 0; patient < subjects; patient++) {
    const weight = 50 + 50 * noise();
    let central = 100 / weight;
    let peripheral = 0;
    for (let visit = 0; visit < 24; visit++) {
      const arm = patient % 2 ? 'active' : 'placebo';
      const seen = visit % 8 === 7 ? null : peripheral * (0.9 + 0.2 * noise());
      yield { patient, visit, time: visit * 0.5, central, peripheral: seen, dose: 100, weight, arm };
      const across = 0.3 * central - 0.1 * peripheral;
      central += 0.5 * (-0.2 * central - across);
      peripheral += 0.5 * across;
    }
  }
}

async function timed(act) {
  const start = performance.now();
  const value = await act();
  return { value, ms: performance.now() - start };
}

const stalls = monitorEventLoopDelay({ resolution: 5 });
stalls.enable();
const saved = await timed(async () => {
  const writer = await store.create('population', { schema, expected: { subjects, rows: subjects * 24 } });
  await writer.write(population());
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

const ms = (value) => `${value.toFixed(1)} ms`;
console.table({
  subjects,
  rows: loaded.value,
  'on disk': `${(saved.value.bytes / 2 ** 20).toFixed(1)} MB`,
  saved: ms(saved.ms),
  'read back': ms(loaded.ms),
  'one subject, p50': ms(lookups[LOOKUPS / 2]),
  'one subject, p99': ms(lookups[Math.floor(LOOKUPS * 0.99)]),
  summary: ms(summary.ms),
  'stall of the event loop while saving, p99': ms(stalls.percentile(99) / 1e6),
  'stall of the event loop while saving, longest': ms(stalls.max / 1e6),
  'peak RSS': `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
});
