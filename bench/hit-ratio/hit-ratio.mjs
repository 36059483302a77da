// What each policy saves, on traces: npm run bench:hit-ratio -- [--traces DIR] [--policies a,b] [--only NAME] [--quick] [--out DIR] [--json FILE]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.mjs';
import { generatedTraces } from './generate.mjs';
import { drawOverview, drawTrace } from './plots.mjs';
import { replay } from './replay.mjs';
import { reportBeyond, reportMeasure } from './report.mjs';
import { readTraceFolder } from './trace-folder.mjs';
import { measures, workloadOf } from './workload.mjs';

const { values: options } = parseArgs({
  options: {
    traces: { type: 'string' },
    policies: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
    json: { type: 'string' },
  },
});
const BASELINE = 'lru-cache';
const MOST_REQUESTS = options.quick ? 60_000 : Infinity;

const traces = chosen(options.traces ? readTraceFolder(options.traces) : generatedTraces, options.only);
const compared = chosen(contestants, options.policies, [BASELINE]);
const beyond = new Map();
const results = []; // one for each trace and measure: { trace, measure, capacities, ratios: { contestant: [...] } }

for (const trace of traces) {
  const requests = trace.load();
  for (const measure of measures.filter(({ isSized }) => isSized === trace.isSized)) {
    const startedAt = performance.now();
    const workload = workloadOf(requests, measure, MOST_REQUESTS);
    const ratios = Object.fromEntries(
      compared
        .filter((contestant) => takesPart(contestant, workload))
        .map((one) => [one.name, measureOne(one, workload)]),
    );
    results.push({ trace: trace.name, measure: measure.name, capacities: workload.capacities, ratios });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.error(
      `${trace.name}, ${measure.name}: ${workload.keys.length} requests, ${workload.unique} keys, ${seconds} s`,
    );
  }
}

for (const { name, title } of measures) {
  const byContestant = new Map();
  for (const { trace, ratios } of results.filter(({ measure }) => measure === name)) {
    for (const [contestant, list] of Object.entries(ratios)) {
      if (!byContestant.has(contestant)) byContestant.set(contestant, new Map());
      byContestant.get(contestant).set(trace, list);
    }
  }
  if (byContestant.size > 0) console.log(reportMeasure(title, byContestant, BASELINE));
}
console.log(reportBeyond(beyond));

if (options.json) writeFileSync(options.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
if (options.out) {
  mkdirSync(options.out, { recursive: true });
  for (const { name } of traces) writeFileSync(join(options.out, `${name}.svg`), drawTrace(name, results));
  writeFileSync(join(options.out, 'overview.svg'), drawOverview(results));
}
process.exit(0); // a peer's timer would keep the process alive

function measureOne({ name, prepare }, workload) {
  const create = prepare(workload);
  return workload.capacities.map((capacity) => {
    const { ratio, beyond: share } = replay(workload, create(capacity), capacity);
    beyond.set(name, Math.max(share, beyond.get(name) ?? 0));
    return ratio;
  });
}

function takesPart({ measures: own, mostRequests = Infinity }, { measure, keys }) {
  return (own === undefined || own.includes(measure)) && keys.length <= mostRequests;
}

/** Those of a list whose name is in the text, whole or behind its prefix; all of them where there is no text. */
function chosen(list, text, always = []) {
  if (text === undefined) return list;
  const names = [...text.split(','), ...always];
  const unknown = names.filter((wanted) => !list.some(({ name }) => matches(name, wanted)));
  if (unknown.length > 0) {
    throw new Error(`expected names among ${list.map(({ name }) => name).join(', ')}; found ${unknown.join(', ')}`);
  }
  return list.filter(({ name }) => names.some((wanted) => matches(name, wanted)));
}

function matches(name, wanted) {
  return name === wanted || name.endsWith(`/${wanted}`);
}
