// Who survives when what is cached grows: npm run bench:memory-limits -- [options], described in README.md beside this file
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bestStatic } from './best-static.mjs';
import { contestants } from './contestants/contestants.mjs';
import { findControlGroups } from './machine/control-group.mjs';
import { nodeBinaries } from './machine/node-binaries.mjs';
import { drawMemory } from './report/draw-memory.mjs';
import { matrixTable } from './report/matrix.mjs';
import { runLine } from './report/run-line.mjs';
import { reportTables } from './report/tables.mjs';
import { openResults } from './results-file.mjs';
import { runScenario } from './run-scenario.mjs';
import { quickScenarios, scenarios } from './scenarios.mjs';

const { values: options } = parseArgs({
  options: {
    scenarios: { type: 'string' },
    contestants: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    nodes: { type: 'string', default: process.versions.node.split('.')[0] },
    quick: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    matrix: { type: 'boolean', default: false },
    watchdog: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '120' },
    'at-once': { type: 'string', default: '1' },
    out: { type: 'string', default: 'bench/results/memory-limits' },
  },
});

const groups = options.watchdog ? undefined : await findControlGroups();
const chosenScenarios = chosenScenariosOf(options);
const chosenContestants = chosenContestantsOf(options);
const nodes = nodeBinaries(options.nodes.split(','));
const results = openResults(join(options.out, 'runs.json'), options.resume);
const wanted = plan();
let next = 0; // of those that are wanted
console.log(
  `${wanted.length} runs. Containers: ${groups ? `control groups ${groups}` : 'a watchdog on the resident set, of which ours is told the limit'}.\n`,
);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort(new Error(`ended by ${signal}`)));
await Promise.all(Array.from({ length: Math.min(2, Number(options['at-once'])) }, worker));

const runs = wanted.map((each) => results.find({ ...each, scenario: each.scenario.name, node: each.node.version }));
const finished = runs.filter((run) => run !== undefined);
console.log(`\n${reportTables(finished)}`);
if (options.matrix) for (const table of matrices(finished)) console.log(`\n${table}`);
mkdirSync(options.out, { recursive: true });
const picture = drawMemory(finished);
if (picture) writeFileSync(join(options.out, 'memory.svg'), picture);
console.log(
  `\nRuns: ${join(options.out, 'runs.json')}${picture ? `; picture: ${join(options.out, 'memory.svg')}` : ''}`,
);

/** Every run, those of one scenario together. Only ours learns what wrong sizes do to it; the peers' sizes are their own. */
function plan() {
  const seeds = seedsOf(options.seeds);
  return nodes.flatMap((node) =>
    chosenScenarios.flatMap((scenario) =>
      chosenContestants
        .filter(({ isOurs }) => isOurs || scenario.sizeFactor === 1)
        .flatMap((contestant) => seeds.map((seed) => ({ scenario, contestant: contestant.name, seed, node }))),
    ),
  );
}

/** Seeds 1 to `N`, or `M-N`. */
function seedsOf(text) {
  const [, first = '1', last] = /^(?:(\d+)-)?(\d+)$/.exec(text) ?? [];
  if (last === undefined || Number(first) > Number(last))
    throw new Error(`expected seeds such as 5 or 3-5; found ${text}`);
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
}

/** A table a contestant. */
function matrices(finished) {
  return chosenContestants.map(
    ({ name }) => `${name}\n\n${matrixTable(finished.filter(({ contestant }) => contestant === name))}`,
  );
}

async function worker() {
  while (next < wanted.length) {
    const { scenario, contestant, seed, node } = wanted[next++];
    const identity = { scenario: scenario.name, contestant, seed, node: node.version };
    if (results.find(identity)) continue;
    const run = (share) =>
      runScenario({
        scenario,
        contestant,
        seed,
        node,
        groups,
        seconds: Number(options.seconds),
        share,
        signal: stop.signal,
      });
    const { isTuned } = contestants.find(({ name }) => name === contestant);
    const result = isTuned ? await bestStatic(run) : await run();
    results.add(result);
    console.log(runLine(result));
  }
}

function chosenScenariosOf({ scenarios: text, quick, slow }) {
  if (text === undefined && quick) return quickScenarios.map((name) => scenarios.find((each) => each.name === name));
  if (text === undefined) return scenarios.filter(({ isSlow }) => slow || !isSlow);
  const patterns = text.split(',').map((part) => new RegExp(`^${part.replaceAll('*', '.*')}`));
  return found(
    scenarios.filter(({ name, isSlow }) => (slow || !isSlow) && patterns.some((pattern) => pattern.test(name))),
    scenarios,
    text,
  );
}

function chosenContestantsOf({ contestants: text, quick }) {
  if (text === undefined) return contestants.filter(({ isTuned, isExtra }) => !isExtra && !(quick && isTuned));
  const names = text.split(',');
  return found(
    contestants.filter(({ name }) => names.includes(name)),
    contestants,
    text,
  );
}

function found(list, all, text) {
  if (list.length > 0) return list;
  throw new Error(`expected names among ${all.map(({ name }) => name).join(', ')}; found ${text}`);
}
