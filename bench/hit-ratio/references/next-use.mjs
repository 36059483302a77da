/** The next use of a key that is not asked for again. */
export const NEVER = 0x7fffffff;

/** For each request, the index of the next one for the same key. */
export function nextUses(keys, unique) {
  const uses = new Int32Array(keys.length);
  const soonest = new Int32Array(unique).fill(NEVER);
  for (let index = keys.length - 1; index >= 0; index--) {
    uses[index] = soonest[keys[index]];
    soonest[keys[index]] = index;
  }
  return uses;
}
