// Writes sets into a directory that others write too, and reads every manifest that there is, until it has read so many.
import { readdirSync } from 'node:fs';
import { ResultStore } from 'nestjs-result-store';

const [directory, wanted] = [process.argv[2], Number(process.argv[3])];
const store = new ResultStore({ directory, chunkSubjects: 5, groupSubjects: 5, worker: false });
const schema = { subject: 'patient', columns: { patient: 'int32', visit: 'int32' } };
const rowsOf = (patient) => [0, 1, 2].map((visit) => ({ patient, visit }));
const torn = [];
let reads = 0;

async function readAll() {
  for (const folder of readdirSync(directory)) {
    try {
      const { rows, subjects, status } = await store.describe(folder);
      if (rows !== subjects * 3 || (status === 'complete' && subjects !== 20)) torn.push(`${folder}: ${rows} rows`);
      reads++;
    } catch (error) {
      if (error.code !== 'SET_NOT_FOUND') torn.push(error.message); // its manifest is not there yet
    }
  }
}

while (reads < wanted) {
  const writer = await store.create('shared', { schema, kind: 'parquet' });
  for (let patient = 0; patient < 20; patient++) {
    await writer.write(rowsOf(patient));
    if (patient % 5 === 0) await readAll();
  }
  await writer.complete();
  await readAll();
}
process.send({ reads, torn });
process.disconnect();
