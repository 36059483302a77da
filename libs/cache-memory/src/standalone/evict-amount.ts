import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import type { TrimResult } from '../engine/entries/trim-target.js';
import { readPercentage } from './read-percentage.js';

/** How much to evict: a share up to 1 or such as `'25%'`, or bytes: a number above 1 or a text such as `'64MB'`. */
export type EvictAmount = ByteSize;

/** Evicts an amount from caches, from each in proportion to what it may evict. Throws `INVALID_OPTION`. */
export function evictFrom(caches: readonly MethodInstanceCache[], amount: EvictAmount): TrimResult {
  const evictable = caches.map((cache) => cache.stats().evictableWeight);
  const all = evictable.reduce((sum, bytes) => sum + bytes, 0);
  const share = Math.min(1, shareOf(amount, all));
  let entries = 0;
  let weight = 0;
  for (const [index, cache] of caches.entries()) {
    const evicted = cache.trim({ bytes: Math.max(0, cache.weight - evictable[index]! * share) });
    entries += evicted.entries;
    weight += evicted.weight;
  }
  return { entries, weight };
}

function shareOf(amount: EvictAmount, all: number): number {
  if (typeof amount === 'number' && amount > 0 && amount <= 1) return amount;
  const portion = readPercentage(amount);
  if (portion !== undefined) return portion;
  const bytes = parseByteSize(amount, 'amount to evict');
  return all === 0 ? 0 : bytes / all;
}
