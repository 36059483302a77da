/** Choices that are the same for the same seed: mulberry32 (Tommy Ettinger, 2017). */
export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    share: next,
    below: (limit) => Math.floor(next() * limit),
    /** Small numbers more often than large ones. */
    skewed: (limit) => Math.floor(limit * next() ** 3),
  };
}
