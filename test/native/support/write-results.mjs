// Writes a set of `subjects` in chunks of 200, or goes on with the set `id`; says each committed count, and the id at the start.
import { ResultStore } from 'nestjs-result-store';

const [directory, subjects, id] = process.argv.slice(2);
const store = new ResultStore({ directory, chunkSubjects: 200, groupSubjects: 50 });
const schema = {
  subject: 'patient',
  columns: { patient: 'int32', visit: 'int32', level: 'double?', arm: 'string' },
  groupBy: ['visit'],
};
const onProgress = ({ committedSubjects }) => process.send?.({ committedSubjects });
const writer = id
  ? await store.resume(id, { onProgress })
  : await store.create('trial', { schema, kind: 'parquet', onProgress });
process.send?.({ id: writer.id });

function* rows(from) {
  for (let patient = from; patient < Number(subjects); patient++) {
    for (let visit = 0; visit < 6; visit++) {
      const level = visit === 3 ? null : Math.exp(-visit / 3) * (50 + (patient % 17));
      yield { patient, visit, level, arm: patient % 2 ? 'b' : 'a' };
    }
  }
}

await writer.write(rows(writer.resumedAfter === undefined ? 0 : writer.resumedAfter + 1));
await writer.complete();
process.send?.({ complete: true });
process.disconnect?.();
