import { randomNumbers } from '../../support/statistics.mjs';

const NEW_SHARE = 0.25;
const EXPONENT = 0.9;

/**
 * The keys of a run, one a call: a quarter are new, the rest come from the known ones by Zipf's law. A new key takes a random
 * place among the ranks, and the key that stood there becomes the least popular, so that what is popular drifts.
 */
export function requests(seed) {
  const random = randomNumbers(seed);
  const ranks = [];
  return () => {
    if (ranks.length === 0 || random() < NEW_SHARE) {
      const key = `item:${ranks.length}`;
      const place = Math.floor(random() * (ranks.length + 1));
      if (place < ranks.length) ranks.push(ranks[place]);
      ranks[place] = key;
      return key;
    }
    return ranks[zipf(random(), ranks.length)];
  };
}

/** A rank from 0 to below `count`, by the inverse of the law's integral. */
function zipf(uniform, count) {
  const power = 1 - EXPONENT;
  const rank = (uniform * ((count + 1) ** power - 1) + 1) ** (1 / power) - 1;
  return Math.min(count - 1, Math.floor(rank));
}
