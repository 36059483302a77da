/** Numbers by key id, the same in every run: independent of one another, of how popular a key is, and of when it comes. */

/** What making the value of a key takes, in milliseconds: median 10, sigma 1.5. */
export function costsByKey(unique) {
  return Float64Array.from({ length: unique }, (_, key) => 10 * Math.exp(1.5 * gaussian(mix(key) ^ mix(99))));
}

/** Bytes of the value of a key where a trace has none: median 4 KiB, sigma 1.4, from 64 B to 16 MiB. */
export function sizesByKey(unique) {
  return Float64Array.from({ length: unique }, (_, key) =>
    Math.min(2 ** 24, Math.max(64, Math.round(4096 * Math.exp(1.4 * gaussian(mix(key) ^ mix(7777)))))),
  );
}

/** A number from the standard normal distribution for a hash: Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958). */
function gaussian(hash) {
  const radius = (mix(hash ^ 0x1234567) + 1) / 2 ** 32;
  const angle = mix(hash ^ 0x7654321) / 2 ** 32;
  return Math.sqrt(-2 * Math.log(radius)) * Math.cos(2 * Math.PI * angle);
}

/** A hash of 32 bits: the finaliser of MurmurHash3. */
function mix(number) {
  let hash = number ^ 0x5bd1e995;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
