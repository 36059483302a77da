import { figure } from '../support/svg-figure.mjs';
import { measures, shares } from './workload.mjs';

const percents = (ratios) => ratios.map((ratio) => 100 * ratio);

/** A trace's picture: for each measure that it serves, what each contestant reaches at each size. */
export function drawTrace(trace, results) {
  const panels = results
    .filter((result) => result.trace === trace)
    .map(({ measure, capacities, ratios }) => {
      const { title, isSized } = measures.find(({ name }) => name === measure);
      return {
        title,
        xLabel: `Cache size, ${isSized ? 'bytes' : 'entries'}`,
        xs: capacities.map((capacity) => Math.log(capacity)),
        xTicks: capacities.map((capacity) => (isSized ? inBytes(capacity) : capacity.toLocaleString('en'))),
        lines: Object.entries(ratios).map(([name, list]) => ({ name, ys: percents(list) })),
      };
    });
  return figure(trace, panels);
}

/** The means over the traces, at each of the four sizes, one panel a measure. */
export function drawOverview(results) {
  const panels = measures
    .map(({ name, title }) => ({ title, own: results.filter(({ measure }) => measure === name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ title, own }) => ({
      title: `${title}; ${own.length} traces`,
      xLabel: 'Cache size, % of all keys or bytes (where keys are few)',
      xs: shares.many.map((_, index) => index),
      xTicks: shares.many.map((share, index) => `${100 * share} (${100 * shares.few[index]})`),
      lines: Object.keys(own[0].ratios)
        .filter((name) => own.every(({ ratios }) => ratios[name]))
        .map((name) => ({ name, ys: meanBySize(own.map(({ ratios }) => percents(ratios[name]))) })),
    }));
  return figure('What each policy saves', panels);
}

function meanBySize(lists) {
  return lists[0].map((_, size) => lists.reduce((sum, list) => sum + list[size], 0) / lists.length);
}

function inBytes(bytes) {
  const unit = Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** unit).toPrecision(2)} ${['B', 'KiB', 'MiB', 'GiB'][unit]}`;
}
