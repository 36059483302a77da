import { NEVER, nextUses } from './next-use.mjs';

/**
 * More than any policy can save: takes the reuses that save most for the room and time they need, as long as they need no more
 * room and time in all than the cache has, wherever they fall. Berger, Beckmann, Harchol-Balter, "Practical Bounds on Optimal
 * Caching with Variable Object Sizes" (2018), PFOO-L, with costs.
 */
export function prepareUpperBound({ keys, unique, sizes, costs }) {
  const uses = nextUses(keys, unique);
  const room = (index) => sizes[keys[index]] * (uses[index] - index);
  const worth = new Float64Array(keys.length);
  const reuses = new Uint32Array(keys.length);
  let count = 0;
  for (let index = 0; index < keys.length; index++) {
    if (uses[index] === NEVER) continue;
    worth[index] = costs[keys[index]] / room(index);
    reuses[count++] = index;
  }
  const best = reuses.subarray(0, count).sort((left, right) => worth[right] - worth[left]);

  return (capacity) => {
    const isFound = new Uint8Array(keys.length);
    let left = capacity * keys.length;
    for (const index of best) {
      if (sizes[keys[index]] > capacity) continue;
      left -= room(index);
      isFound[uses[index]] = 1; // the one that does not wholly fit is counted wholly
      if (left <= 0) break;
    }
    let index = 0;
    return { access: () => isFound[index++] === 1, held: () => 0 };
  };
}
