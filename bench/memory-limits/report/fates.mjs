import { markdownTable } from '../../support/markdown-table.mjs';
import { median } from '../../support/statistics.mjs';
import { contestants } from '../contestants/contestants.mjs';
import { scenarios } from '../scenarios.mjs';
import { percent } from './run-line.mjs';

/**
 * What became of every contestant, but of the one that is tuned by trying, as a Markdown table, a row a scenario and a column a contestant: how many of its runs live and
 * with which hit rate, or how they end and after which share of the requests. Medians; scenarios of wrong sizes are left out,
 * since they are wrong for one contestant only.
 */
export function fatesTable(runs) {
  const told = contestants.filter(
    ({ name, isTuned }) => !isTuned && runs.some(({ contestant }) => contestant === name),
  );
  const rows = scenarios
    .filter(({ sizeFactor, name }) => sizeFactor === 1 && runs.some((run) => run.scenario === name && isPeer(run)))
    .map((scenario) => {
      const own = runs.filter((run) => run.scenario === scenario.name);
      return [`\`${scenario.name}\``].concat(
        told.map(({ name }) =>
          cell(
            scenario,
            own.filter(({ contestant }) => contestant === name),
          ),
        ),
      );
    });
  return markdownTable([['scenario', ...told.map(({ title }) => title)], ...rows]);
}

function cell({ requestCount }, runs) {
  if (runs.length === 0) return '';
  const living = runs.filter(({ fate }) => fate === 'lives');
  const fates = [...new Set(runs.map(({ fate }) => fate))].filter((fate) => fate !== 'lives').join(' or ');
  if (living.length === 0) return `${fates}, ${percent(median(runs.map(({ requests }) => requests)) / requestCount)}`;
  const hits = `${percent(median(living.map(({ hitRate }) => hitRate)))} hits`;
  if (living.length < runs.length) return `${living.length} of ${runs.length} live, ${hits}; else ${fates}`;
  return runs.length === 1 ? `lives, ${hits}` : `${runs.length} of ${runs.length} live, ${hits}`;
}

function isPeer({ contestant }) {
  return contestants.some(({ name, isOurs, isTuned }) => name === contestant && !isOurs && !isTuned);
}
