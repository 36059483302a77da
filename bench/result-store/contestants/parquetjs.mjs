import { join } from 'node:path';
import { ParquetReader, ParquetSchema, ParquetWriter } from '@dsnp/parquetjs';
import { populationRows } from '../population-rows.mjs';

export const note = 'rows, in the calling thread';

const double = { type: 'DOUBLE', compression: 'GZIP' };
const integer = { type: 'INT32', compression: 'GZIP' };

export async function save(directory, subjects) {
  const file = join(directory, 'population.parquet');
  const schema = new ParquetSchema({
    patient: integer,
    visit: integer,
    time: double,
    central: double,
    peripheral: { ...double, optional: true },
    dose: double,
    weight: double,
    arm: { type: 'UTF8', compression: 'GZIP' },
  });
  const writer = await ParquetWriter.openFile(schema, file);
  for (const row of populationRows(subjects)) await writer.appendRow(row);
  await writer.close();
  return file;
}

export async function load(_directory, file) {
  const reader = await ParquetReader.openFile(file);
  const cursor = reader.getCursor();
  let rows = 0;
  while (await cursor.next()) rows++;
  await reader.close();
  return rows;
}
