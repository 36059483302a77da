/** What one region asks of the common budget. */
export interface BudgetClaim {
  readonly region: string;
  /** Bytes that it holds now. */
  readonly heldBytes: number;
  /** Bytes that it is promised, whatever the others need. */
  readonly minBytes: number;
  /** Its own bound; `Infinity` for none. */
  readonly maxBytes: number;
  /** How much a byte of it is worth beside a byte of the others; 1 for as much. */
  readonly worth: number;
}

/** What a region may grow to that holds nothing yet: this part of an even share. */
const START = 0.02;

/**
 * Shares a budget out: first what is promised (scaled down where the budget does not reach), then the rest in proportion to what
 * each holds times what it is worth, within each one's own bound. The shares are never more than the budget together.
 */
export function shareBudget(budgetBytes: number, claims: readonly BudgetClaim[]): Map<string, number> {
  const promised = claims.map(({ minBytes, maxBytes }) => Math.min(minBytes, maxBytes));
  const allPromised = sum(promised);
  const scale = allPromised > budgetBytes ? budgetBytes / allPromised : 1;
  const shares = promised.map((bytes) => bytes * scale);
  const least = (budgetBytes * START) / Math.max(1, claims.length);
  let open = claims.map((claim, index) => ({
    index,
    room: claim.maxBytes - shares[index]!,
    wish: Math.max(claim.heldBytes - shares[index]!, least, 1) * claim.worth,
  }));
  let rest = Math.max(0, budgetBytes - sum(shares));
  while (open.length > 0 && rest > 0) {
    const wishes = sum(open.map(({ wish }) => wish));
    const isFilled = (each: { wish: number; room: number }) => each.room <= (rest * each.wish) / wishes;
    const filled = open.filter(isFilled);
    const given = filled.length > 0 ? filled : open;
    const before = rest;
    for (const each of given) {
      const bytes = filled.length > 0 ? each.room : (before * each.wish) / wishes;
      shares[each.index]! += bytes;
      rest -= bytes;
    }
    if (filled.length === 0) break;
    open = open.filter((each) => !filled.includes(each));
  }
  return new Map(claims.map(({ region }, index) => [region, Math.floor(shares[index]!)]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
