/** An octave of ages is cut into so many buckets, as a power of 2: finer ones learn more slowly, coarser ones blur the spikes of loops. */
const OCTAVE_BITS = 1;
const AGE_BITS = 28;

/** How many buckets there are to an octave of ages. */
export const BUCKETS_PER_OCTAVE: number = 2 ** OCTAVE_BITS;

/** The oldest age that is told from older ones, in accesses. */
export const MOST_AGE: number = 2 ** AGE_BITS - 1;

/** How many buckets there are for ages from 0 to `MOST_AGE`. */
export const BUCKETS: number = (AGE_BITS - OCTAVE_BITS + 1) * BUCKETS_PER_OCTAVE;

/** The bucket of an age: each as wide as a fixed part of the ages in it. */
export function bucketOf(age: number): number {
  if (age < 2 ** OCTAVE_BITS) return age;
  const shift = 31 - Math.clz32(age) - OCTAVE_BITS;
  return (shift << OCTAVE_BITS) + (age >>> shift);
}

/** The lowest age of each bucket, and the end of the last one. */
export const BUCKET_STARTS: Float64Array = Float64Array.from({ length: BUCKETS + 1 }, (_, bucket) =>
  bucket < BUCKETS_PER_OCTAVE
    ? bucket
    : (BUCKETS_PER_OCTAVE + (bucket % BUCKETS_PER_OCTAVE)) * 2 ** (Math.floor(bucket / BUCKETS_PER_OCTAVE) - 1),
);
