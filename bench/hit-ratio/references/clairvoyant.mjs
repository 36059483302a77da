import { randomNumbers } from '../../support/statistics.mjs';
import { NEVER, nextUses } from './next-use.mjs';

const SAMPLE = 64;

/**
 * A policy that knows the future where costs or sizes differ: of 64 random entries it evicts the one that saves least cost
 * for each byte and request until it is asked for again, and does not store what would save less. The best choice is
 * NP-hard there, so this is what foresight reaches, not the most that could be reached.
 */
export function prepareClairvoyant({ keys, unique, sizes, costs }) {
  const uses = nextUses(keys, unique);
  return (capacity) => {
    const random = randomNumbers(3);
    const next = new Int32Array(unique);
    const places = new Int32Array(unique).fill(-1);
    const held = [];
    let used = 0;
    let now = -1;

    const worth = (key) => costs[key] / (sizes[key] * (next[key] - now));

    function remove(key) {
      const last = held.pop();
      if (last !== key) {
        held[places[key]] = last;
        places[last] = places[key];
      }
      places[key] = -1;
      used -= sizes[key];
    }

    function leastOfSample() {
      let victim = held[0];
      for (let count = 0; count < SAMPLE; count++) {
        const candidate = held[Math.floor(random() * held.length)];
        if (worth(candidate) < worth(victim)) victim = candidate;
      }
      return victim;
    }

    return {
      access(key) {
        next[key] = uses[++now];
        const isHit = places[key] >= 0;
        if (next[key] === NEVER) {
          if (isHit) remove(key);
          return isHit;
        }
        if (isHit) return true;
        if (sizes[key] > capacity) return false;
        while (used + sizes[key] > capacity) {
          const victim = leastOfSample();
          if (worth(victim) >= worth(key)) return false;
          remove(victim);
        }
        places[key] = held.length;
        held.push(key);
        used += sizes[key];
        return false;
      },
      held: () => used,
    };
  };
}
