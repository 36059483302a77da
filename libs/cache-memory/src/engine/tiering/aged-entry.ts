import type { TierEntry } from './entry-tier.js';

/** An entry after so many milliseconds outside the cache; `undefined` where its lifetime has ended meanwhile. */
export function agedEntry<V>(entry: TierEntry<V>, ms: number): TierEntry<V> | undefined {
  const ttlLeftMs = entry.ttlLeftMs - ms;
  const idleLeftMs = entry.idleLeftMs - ms;
  return ttlLeftMs > 0 && idleLeftMs > 0 ? { ...entry, ttlLeftMs, idleLeftMs } : undefined;
}
