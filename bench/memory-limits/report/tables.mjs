import { median } from '../../support/statistics.mjs';
import { textTable } from '../../support/text-table.mjs';
import { contestants } from '../contestants/contestants.mjs';
import { scenarios } from '../scenarios.mjs';
import { percent } from './run-line.mjs';

const HEAD = [
  '',
  'lives',
  'else',
  'after',
  'hit rate',
  'live / heap',
  'container peak',
  'resident MB',
  'believed / live MB',
  'CPU s',
];

/** One table a scenario, a line each contestant: how many of its runs live, how the others end, and medians over its runs. */
export function reportTables(runs) {
  return scenarios
    .map((scenario) => ({ scenario, own: runs.filter((run) => run.scenario === scenario.name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ scenario, own }) => `${titleOf(scenario, own)}\n${textTable([HEAD, ...rowsOf(own, scenario)])}`)
    .join('\n\n');
}

function titleOf({ name, title }, runs) {
  const versions = [...new Set(runs.map(({ node }) => node))].join(', ');
  const container = [...new Set(runs.map(({ container }) => container).filter(Boolean))].join(', ');
  return `${title} [${name}; Node ${versions}${container && `; ${container}`}]`;
}

function rowsOf(runs, { requestCount }) {
  return contestants
    .map(({ name, title }) => ({ title, own: runs.filter(({ contestant }) => contestant === name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ title, own }) => {
      const living = own.filter(({ fate }) => fate === 'lives');
      const told = living.length > 0 ? living : own;
      const others = [...new Set(own.map(({ fate }) => fate))].filter((fate) => fate !== 'lives');
      const shares = told.map(({ share }) => share).filter(Boolean);
      const of = (field, show) => {
        const numbers = told.map((run) => run[field]).filter((number) => number !== undefined && number !== null);
        return numbers.length > 0 ? show(median(numbers)) : '-';
      };
      const whole = (number) => number.toFixed(0);
      return [
        shares.length > 0 ? `${title} (${shares.join(', ')})` : title,
        `${living.length} of ${own.length}`,
        others.join(', '),
        living.length > 0 ? '' : of('requests', (done) => percent(done / requestCount)),
        living.length > 0 ? of('hitRate', percent) : '-',
        living.length > 0 ? of('meanLiveShare', percent) : '-',
        of('containerPeakShare', percent),
        of('residentMegabytes', whole),
        `${of('believedMegabytes', whole)} / ${of('liveMegabytes', whole)}`,
        of('cpuSeconds', whole),
      ];
    });
}
