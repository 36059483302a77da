// Keeps what runs of `ours` gave beside this file, and tells all that is kept as a table: node record.mjs [runs.json ...]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { matrixTable } from './report/matrix.mjs';

const path = fileURLToPath(new URL('measured.csv', import.meta.url));
const COLUMNS = ['scenario', 'node', 'seed', 'fate', 'hitRate', 'meanLiveShare', 'containerPeakShare', 'cpuSeconds'];

const rows = new Map();
for (const row of parse(readFileSync(path, 'utf8'), { columns: true })) keep(row);
for (const file of process.argv.slice(2)) {
  for (const run of JSON.parse(readFileSync(file, 'utf8')).runs) if (run.contestant === 'ours') keep(run);
}
const kept = [...rows.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
const line = (row) => COLUMNS.map((column) => row[column] ?? '').join(',');
writeFileSync(path, `${[COLUMNS.join(','), ...kept.map(line)].join('\n')}\n`);
console.log(matrixTable(kept.map(asRun)));

/** A later run takes the place of one with the same scenario, version of Node and seed. */
function keep(row) {
  rows.set([row.scenario, /\d+/.exec(row.node)[0], row.seed].join(' '), row);
}

/** Shares as numbers; what was not measured as nothing. */
function asRun({ meanLiveShare, containerPeakShare, ...row }) {
  const share = (text) => (text === undefined || text === null || text === '' ? undefined : Number(text));
  return { ...row, meanLiveShare: share(meanLiveShare), containerPeakShare: share(containerPeakShare) };
}
