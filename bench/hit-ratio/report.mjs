import { textTable } from '../support/text-table.mjs';

const percent = (ratio) => (Number.isNaN(ratio) ? '-' : (100 * ratio).toFixed(2));
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The lines of one measure: the mean over the sizes for each trace, the mean of those, and the trace on which it does worst against LRU. */
export function reportMeasure(title, byContestant, baseline) {
  const traces = [...byContestant.get(baseline).keys()];
  const lines = [...byContestant].map(([name, byTrace]) => {
    const means = traces.map((trace) => (byTrace.has(trace) ? mean(byTrace.get(trace)) : NaN));
    return { name, means, overall: mean(means) };
  });
  lines.sort((left, right) => (right.overall || 0) - (left.overall || 0));
  const reference = lines.find(({ name }) => name === baseline).means;
  const rows = lines.map(({ name, means, overall }) =>
    [name].concat(means.map(percent), percent(overall), worstAgainst(reference, means, traces)),
  );
  return `\n${title}, %\n${textTable([['', ...traces, 'mean', `least gain on ${baseline}`], ...rows])}`;
}

function worstAgainst(reference, means, traces) {
  const gains = means.map((value, index) => value - reference[index]);
  const least = gains.reduce((best, gain, index) => (gain < gains[best] ? index : best), 0);
  return Number.isNaN(gains[least]) ? '-' : `${gains[least] < 0 ? '' : '+'}${percent(gains[least])} ${traces[least]}`;
}

/** A line on those that did not keep to their capacity. */
export function reportBeyond(beyond) {
  const names = [...beyond].filter(([, share]) => share > 0);
  if (names.length === 0) return '\nNobody went beyond the capacity.';
  const parts = names.map(([name, share]) => `${name} by up to ${percent(share)} %`);
  return `\nBeyond the capacity at some moment: ${parts.join(', ')}.`;
}
