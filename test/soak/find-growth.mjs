const median = (numbers) => [...numbers].sort((one, other) => one - other)[numbers.length >> 1];

/**
 * Whether a series still grows once it has had time to settle: its first third is left aside, and the medians of the second and the
 * last third are compared. Answers what it grew by, or `undefined` where that is within `share` of it and `floor` besides.
 */
export function findGrowth(series, { share, floor }) {
  const third = Math.floor(series.length / 3);
  if (third < 3) return undefined;
  const before = median(series.slice(third, 2 * third));
  const after = median(series.slice(-third));
  return after > before * (1 + share) + floor ? after - before : undefined;
}
