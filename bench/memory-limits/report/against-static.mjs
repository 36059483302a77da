import { markdownTable } from '../../support/markdown-table.mjs';
import { majorOf } from '../major-of.mjs';
import { scenarios } from '../scenarios.mjs';

const HEAD = ['scenario', 'Node', 'hit rate, `ours`', 'the best static', 'its share of the limit', '`ours` to it'];

/** The hit rate of `ours` beside that of the best static budget, for each scenario, Node and seed that both were run with, as a Markdown table. */
export function againstStaticTable(runs) {
  const rows = scenarios.flatMap(({ name }) => {
    const own = runs.filter(({ scenario, contestant }) => scenario === name && contestant === 'ours');
    const others = runs.filter(({ scenario, contestant }) => scenario === name && contestant === 'static');
    return others.flatMap((other) => {
      const same = own.find(({ seed, node }) => seed === other.seed && majorOf(node) === majorOf(other.node));
      return same ? [rowOf(name, same, other)] : [];
    });
  });
  return markdownTable([HEAD, ...rows]);
}

function rowOf(name, { node, hitRate }, other) {
  const begin = [`\`${name}\``, majorOf(node), hitRate.toFixed(3)];
  if (other.fate !== 'lives') return [...begin, `none survives: ${other.fate} at ${other.share.toFixed(2)}`, '', ''];
  return [...begin, other.hitRate.toFixed(3), other.share.toFixed(2), (hitRate / other.hitRate).toFixed(3)];
}
