import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compression, readParquet, writeParquet, WriterPropertiesBuilder } from 'parquet-wasm';
import { save as saveOurs } from './ours.mjs';

export const note = 'encodes and decodes alone: from and to an Arrow table, no rows are made';

let table;

/** The table to encode, which is made from a file of ours before the clock starts. */
export async function prepare(directory, subjects) {
  const id = await saveOurs(directory, subjects);
  const names = Array.from({ length: Math.ceil(subjects / 5_000) }, (_, index) => String(index).padStart(5, '0'));
  table = names.map((name) => readParquet(readFileSync(join(directory, id, `part-${name}.parquet`))));
}

export async function save(directory) {
  return table.map((part, index) => {
    const file = join(directory, `wasm-${index}.parquet`);
    writeFileSync(file, writeParquet(part, new WriterPropertiesBuilder().setCompression(Compression.GZIP).build()));
    return file;
  });
}

export async function load(_directory, files) {
  let rows = 0;
  for (const file of files) {
    for (const batch of readParquet(readFileSync(file)).recordBatches()) rows += batch.numRows;
  }
  return rows;
}
