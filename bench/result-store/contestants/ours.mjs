import { ResultStore } from 'nestjs-result-store';
import { populationRows, schema } from '../population-rows.mjs';

export const note = 'checked rows, chunks of 5,000, summaries, in a worker thread';

export async function save(directory, subjects) {
  const store = new ResultStore({ directory });
  const writer = await store.create('population', { schema, kind: 'parquet', expected: { subjects } });
  await writer.write(populationRows(subjects));
  return (await writer.complete()).id;
}

export async function load(directory, id) {
  const set = await new ResultStore({ directory }).open(id);
  let rows = 0;
  for await (const batch of set.batches()) rows += batch.length;
  await set[Symbol.asyncDispose]();
  return rows;
}
