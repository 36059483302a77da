// Simulates a population into a set, then reads it back; says what it took.
import { ResultStore } from 'nestjs-result-store';

const [directory, subjects] = process.argv.slice(2);
const store = new ResultStore({ directory });
const schema = {
  subject: 'patient',
  columns: { patient: 'int32', visit: 'int32', time: 'double', central: 'double', peripheral: 'double', dose: 'double', weight: 'double', arm: 'string' }, // prettier-ignore
  groupBy: ['visit'],
};

/** A two-compartment model after a bolus dose, one patient after the other. */
function* population(count) {
  for (let patient = 0; patient < count; patient++) {
    const weight = 50 + ((patient * 7_919) % 50);
    let central = 100 / weight;
    let peripheral = 0;
    for (let visit = 0; visit < 24; visit++) {
      yield { patient, visit, time: visit * 0.5, central, peripheral, dose: 100, weight, arm: patient % 2 ? 'b' : 'a' };
      const across = 0.3 * central - 0.1 * peripheral;
      central += 0.5 * (-0.2 * central - across);
      peripheral += 0.5 * across;
    }
  }
}

const startMs = performance.now();
const writer = await store.create('population', {
  schema,
  expected: { subjects: Number(subjects), rows: subjects * 24 },
});
await writer.write(population(Number(subjects)));
const { id, bytes } = await writer.complete();
const writeMs = performance.now() - startMs;

const set = await store.open(id);
let rows = 0;
for await (const batch of set.batches()) rows += batch.length;
const readMs = performance.now() - startMs - writeMs;
const median = (await set.summaryBy('visit')).get(0).get('central').quantile(0.5);
await set[Symbol.asyncDispose]();
console.log(JSON.stringify({ rows, bytes, writeMs, readMs, median, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
