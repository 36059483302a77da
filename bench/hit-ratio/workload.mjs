import { costsByKey } from './log-normal.mjs';
import { countUnique } from './trace-folder.mjs';

/** What is measured: on which traces, and whether costs differ. */
export const measures = [
  { name: 'hits', title: 'Hit ratio, equal costs and sizes', isSized: false, hasCosts: false },
  { name: 'cost', title: 'Cost saved, bounded by entries', isSized: false, hasCosts: true },
  { name: 'sized-cost', title: 'Cost saved, bounded by bytes', isSized: true, hasCosts: true },
];

/** The four cache sizes of a trace, as shares of its keys or of all their bytes: larger ones where there are few keys. */
export const shares = { many: [0.002, 0.01, 0.05, 0.2], few: [0.02, 0.1, 0.3, 0.6] };
const FEW = 20_000;

/** A trace as one measure takes it: its requests, the cost and the size of each key, and the capacities to try. */
export function workloadOf({ keys: all, sizes }, { name, isSized, hasCosts }, mostRequests) {
  const keys = all.subarray(0, mostRequests);
  const unique = countUnique(keys);
  const ones = new Float64Array(unique).fill(1);
  const sizeByKey = isSized ? sizes.subarray(0, unique) : ones;
  const total = sizeByKey.reduce((sum, size) => sum + size, 0);
  return {
    measure: name,
    isSized,
    keys,
    unique,
    sizes: sizeByKey,
    costs: hasCosts ? costsByKey(unique) : ones,
    capacities: sharesOf(unique).map((share) => Math.max(4, Math.round(total * share))),
  };
}

export function sharesOf(unique) {
  return unique < FEW ? shares.few : shares.many;
}
