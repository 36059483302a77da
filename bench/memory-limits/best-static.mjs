const SHARES = Array.from({ length: 16 }, (_, index) => (10 + 5 * index) / 100); // 0.10 to 0.85

/**
 * The hand-tuned peer: tries shares of the limit by halving, and answers the run with the largest one that survived, or
 * the one with the least where none did. `run(share)` makes one run.
 */
export async function bestStatic(run) {
  let low = 0;
  let high = SHARES.length - 1;
  let best;
  let tried;
  while (low <= high) {
    const middle = (low + high) >> 1;
    tried = await run(SHARES[middle]);
    if (tried.fate === 'lives') {
      if (!best || tried.hitRate > best.hitRate) best = tried;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return best ?? tried;
}
