// Keeps what runs gave in measured.csv, and all that is kept as tables in README.md: node record.mjs [runs.json ...]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { format, resolveConfig } from 'prettier';
import { majorOf } from './major-of.mjs';
import { againstStaticTable } from './report/against-static.mjs';
import { fatesTable } from './report/fates.mjs';
import { matrixTable } from './report/matrix.mjs';

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const NUMBERS = ['share', 'seed', 'requests', 'hitRate', 'meanLiveShare', 'containerPeakShare', 'cpuSeconds'];
const COLUMNS = ['contestant', 'scenario', 'node', 'fate', ...NUMBERS];

const rows = new Map();
for (const row of parse(readFileSync(beside('measured.csv'), 'utf8'), { columns: true })) keep(row);
for (const file of process.argv.slice(2)) {
  for (const run of JSON.parse(readFileSync(file, 'utf8')).runs) keep(run);
}
const kept = [...rows.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
const line = (row) => COLUMNS.map((column) => row[column] ?? '').join(',');
writeFileSync(beside('measured.csv'), `${[COLUMNS.join(','), ...kept.map(line)].join('\n')}\n`);

const runs = kept.map(asRun);
const own = runs.filter(({ contestant }) => contestant === 'ours');
const living = own.filter(({ fate }) => fate === 'lives');
let page = readFileSync(beside('README.md'), 'utf8');
tell('ours', `${living.length} of ${own.length} runs lived.\n\n${matrixTable(own)}`);
tell('everybody', fatesTable(runs));
tell('static', againstStaticTable(runs));
const filepath = beside('README.md');
writeFileSync(filepath, await format(page, { ...(await resolveConfig(filepath)), filepath }));

/** Puts text between the two marks of a part of the page. */
function tell(part, text) {
  const [begin, end] = [`<!-- measured: ${part} -->`, '<!-- end -->'];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`expected ${begin} and ${end} after it in README.md; found neither or one`);
  page = `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}

/** A later run takes the place of one by the same contestant, with the same scenario, version of Node and seed. */
function keep(row) {
  rows.set([row.contestant, row.scenario, majorOf(row.node), row.seed].join(' '), row);
}

/** A kept row with its numbers as numbers; what was not measured as nothing. */
function asRun(row) {
  const numbers = NUMBERS.map((name) => [name, (row[name] ?? '') === '' ? undefined : Number(row[name])]);
  return { ...row, ...Object.fromEntries(numbers) };
}
