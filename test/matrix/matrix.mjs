// Tries the packed libraries with everything that they promise to work with, and prints a table. `npm run test:matrix`
import { packLibraries } from '../../tools/pack-libraries.mjs';
import { runMatrix } from './run-matrix.mjs';
import { NESTS, NODES, TYPESCRIPTS } from './toolchains.mjs';

const rows = new Map();
const problems = [];

await runMatrix(
  await packLibraries(),
  { nests: NESTS, typescripts: TYPESCRIPTS, nodes: NODES },
  (row, column, problem) => {
    rows.set(row, (rows.get(row) ?? new Map()).set(column, problem === undefined ? 'yes' : 'NO'));
    if (problem !== undefined) problems.push(`${row}, ${column}:\n${problem}`);
    console.error(`${row}, ${column}: ${problem === undefined ? 'holds' : 'DOES NOT HOLD'}`);
  },
);

const columns = [...rows.values().next().value.keys()];
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log(line(['', ...columns]));
console.log(line(['---', ...columns.map(() => '---')]));
for (const [row, cells] of rows) console.log(line([row, ...columns.map((column) => cells.get(column))]));
for (const problem of problems) console.log(`\n${problem}`);
console.log(`\n${problems.length === 0 ? 'Everything holds' : `${problems.length} do not hold`}`);
process.exitCode = problems.length === 0 ? 0 : 1;
