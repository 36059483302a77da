import { markdownTable } from '../../support/markdown-table.mjs';
import { median } from '../../support/statistics.mjs';
import { majorOf } from '../major-of.mjs';
import { scenarios } from '../scenarios.mjs';
import { percent } from './run-line.mjs';

/**
 * One contestant's runs as a Markdown table, a row a scenario and a column a major version of Node: how many live, the median of
 * the mean live share of the heap and, in a container, the highest peak. Buffers are not on the heap: there only the peak is told.
 */
export function matrixTable(runs) {
  const majors = [...new Set(runs.map(({ node }) => majorOf(node)))].sort((one, other) => one - other);
  const head = ['scenario', ...majors.map((major) => `Node ${major}`)];
  const rows = scenarios
    .map((scenario) => ({ scenario, own: runs.filter((run) => run.scenario === scenario.name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ scenario, own }) => {
      const cells = majors
        .map((major) => own.filter((run) => majorOf(run.node) === major))
        .map((each) => cell(scenario, each));
      return [`\`${scenario.name}\``].concat(cells);
    });
  return markdownTable([head, ...rows]);
}

function cell({ kind }, runs) {
  if (runs.length === 0) return '';
  const living = runs.filter(({ fate }) => fate === 'lives');
  const told = (field, name, of) => {
    const shares = living.map((run) => run[field]).filter((share) => share !== undefined && share !== null);
    return shares.length > 0 ? [`${name} ${percent(of(shares))}`] : [];
  };
  return [
    `${living.length} of ${runs.length}`,
    ...(kind === 'buffers' ? [] : told('meanLiveShare', 'live', median)),
    ...told('containerPeakShare', 'peak', (shares) => Math.max(...shares)),
  ].join(', ');
}
