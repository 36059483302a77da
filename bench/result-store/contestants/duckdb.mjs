import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { populationRows } from '../population-rows.mjs';

export const note = 'its appender into a table, then COPY to Parquet';

const COLUMNS = 'patient integer, visit integer, time double, central double, peripheral double, dose double, weight double, arm varchar'; // prettier-ignore

export async function save(directory, subjects) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB', threads: '2' });
  const connection = await instance.connect();
  await connection.run(`create table population (${COLUMNS})`);
  const appender = await connection.createAppender('population');
  for (const { patient, visit, time, central, peripheral, dose, weight, arm } of populationRows(subjects)) {
    appender.appendInteger(patient);
    appender.appendInteger(visit);
    appender.appendDouble(time);
    appender.appendDouble(central);
    if (peripheral === null) appender.appendNull();
    else appender.appendDouble(peripheral);
    appender.appendDouble(dose);
    appender.appendDouble(weight);
    appender.appendVarchar(arm);
    appender.endRow();
  }
  appender.closeSync();
  const file = join(directory, 'population.parquet');
  await connection.run(`copy population to '${file}' (format parquet, compression gzip)`);
  connection.closeSync();
  instance.closeSync();
  return file;
}

export async function load(_directory, file) {
  const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '512MB' })).connect();
  const result = await connection.stream('select * from read_parquet($1)', [file]);
  let rows = 0;
  for await (const batch of result.yieldRowObjectJs()) rows += batch.length;
  return rows;
}
