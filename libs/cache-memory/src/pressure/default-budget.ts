const SHARE = 0.25;
const LEAST = 100 * 2 ** 20;
const MOST = 2 * 2 ** 30;
const NEVER_ABOVE = 0.5;

/**
 * Bytes for a cache that was given no bound: a quarter of what the process may use, at least 100 MB and at most 2 GB, and
 * never more than half of what the process may use.
 */
export function defaultBudgetBytes(processLimit: number): number {
  const quarter = Math.min(Math.max(processLimit * SHARE, LEAST), MOST);
  return Math.floor(Math.min(quarter, processLimit * NEVER_ABOVE));
}
