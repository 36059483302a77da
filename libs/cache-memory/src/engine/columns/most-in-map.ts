/**
 * Keys that a `Map` or a `Set` holds at the most while keys come and go. V8's largest table has 2^24 places, those of keys that have left
 * included, and is tidied up where these are at least half of it; else V8 throws. The one more lets a cache of 2^23 be full.
 */
export const MOST_IN_MAP: number = 2 ** 23 + 1;
