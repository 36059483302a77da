// What the store of results has to reach, and its peers: npm run bench:results [-- --million] [-- --subjects <n>]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { textTable } from '../support/text-table.mjs';
import { inOneGibibyte } from './in-one-gibibyte.mjs';

const { values } = parseArgs({ options: { million: { type: 'boolean' }, subjects: { type: 'string' } } });
const subjects = Number(values.subjects ?? 100_000);
const script = (name) => join(import.meta.dirname, name);
const directory = mkdtempSync(join(tmpdir(), 'result-store-bench-'));
const checks = [];
const check = (measure, found, most, unit) => {
  const number = (value) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
  checks.push([
    measure,
    `${number(found)} ${unit}`,
    `${number(most)} ${unit}`,
    found <= most ? 'holds' : 'FALLS SHORT',
  ]);
};

/** Populations of 10,000 in each contestant, each in a process of its own. */
function contest() {
  const rows = [['10,000 subjects x 24', 'saved', 'loaded', 'peak RSS', '']];
  for (const name of ['ours', 'duckdb', 'parquet-wasm', 'parquetjs']) {
    const { stdout } = spawnSync(process.execPath, [script('run-contestant.mjs'), name, '10000'], { encoding: 'utf8' });
    const { skipped, saveMs, loadMs, maxRssMb, note } = JSON.parse(stdout.trim().split('\n').at(-1));
    if (skipped) {
      rows.push([name, '', '', '', `skipped: ${skipped}`]);
      continue;
    }
    rows.push([name, `${(saveMs / 1e3).toFixed(2)} s`, `${(loadMs / 1e3).toFixed(2)} s`, `${maxRssMb.toFixed(0)} MB`, note]); // prettier-ignore
    if (name !== 'ours') continue;
    check('10,000 subjects saved', saveMs / 1e3, 3, 's');
    check('10,000 subjects loaded', loadMs / 1e3, 3, 's');
  }
  console.log(`${textTable(rows)}\n`);
}

/** The whole application, simulation included. */
async function application(count) {
  const args = [join(import.meta.dirname, '../../dist/simulate.js'), '--json', '--subjects', String(count), '--directory', directory]; // prettier-ignore
  const { output, limit } = await inOneGibibyte(args);
  const end = JSON.parse(output.trim().split('\n').at(-1));
  if (end.status !== 'complete') throw new Error(`the application ended with ${end.status}: ${end.error}`);
  console.log(`application, ${count} subjects in ${limit}: ${end.tookMs / 1e3} s, peak RSS ${end.peakRssMb} MB\n`);
  return end.peakRssMb;
}

try {
  console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}\n`);
  contest();
  const rss = await application(subjects);
  check(`${subjects} subjects, whole application, peak RSS`, rss, 400, 'MB');
  const { output } = await inOneGibibyte([script('simulate-population.mjs'), directory, String(subjects)]);
  const store = JSON.parse(output);
  console.log(`store, ${subjects} subjects: saved in ${(store.saveMs / 1e3).toFixed(1)} s, read in ${(store.loadMs / 1e3).toFixed(1)} s, ${(store.bytes / 2 ** 20).toFixed(1)} MB on disk\n`); // prettier-ignore
  check('one subject, warm, p50', store.lookupP50Ms, 15, 'ms');
  check('summary, no row read', store.summaryMs, 50, 'ms');
  check('stall of the event loop while saving, p99', store.stallP99Ms, 20, 'ms');
  check('stall of the event loop while saving, longest', store.stallLongestMs, 60, 'ms');
  if (values.million)
    check('1,000,000 subjects, whole application, peak RSS', await application(1_000_000), 1.1 * rss, 'MB');
  console.log(textTable([['measure', 'found', 'at the most', ''], ...checks]));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
