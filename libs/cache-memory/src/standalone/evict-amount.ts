import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import type { TrimResult } from '../engine/entries/trim-target.js';
import { readPercentage } from './read-percentage.js';

/** How much to evict: a share up to 1 or such as `'25%'`, or bytes: a number above 1 or a text such as `'64MB'`. */
export type EvictAmount = ByteSize;

/** Evicts an amount from caches, from each in proportion to what it may evict. Throws `INVALID_OPTION`. */
export function evictFrom(caches: readonly MethodInstanceCache[], amount: EvictAmount): TrimResult {
  return sum(targetsFor(caches, amount).map(({ cache, target }) => cache.trim(target)));
}

/** The same a slice at a time, one cache after the other; resolves with what left in all. Rejects with `INVALID_OPTION`. */
export async function evictGentlyFrom(
  caches: readonly MethodInstanceCache[],
  amount: EvictAmount,
): Promise<TrimResult> {
  const evicted: TrimResult[] = [];
  for (const { cache, target } of targetsFor(caches, amount)) evicted.push(await cache.trimGently(target));
  return sum(evicted);
}

/** What each cache may keep: bytes, or no entry at all, since some weigh nothing. */
function targetsFor(caches: readonly MethodInstanceCache[], amount: EvictAmount) {
  const holdings = caches.map((cache) => cache.brief());
  const evictable = holdings.map(({ weight, protectedWeight }) => weight - protectedWeight);
  const all = evictable.reduce((sum, bytes) => sum + bytes, 0);
  const share = Math.min(1, shareOf(amount, all));
  return caches.map((cache, index) => ({
    cache,
    target: share === 1 ? { entries: 0 } : { bytes: Math.max(0, holdings[index]!.weight - evictable[index]! * share) },
  }));
}

function sum(results: readonly TrimResult[]): TrimResult {
  const add = (name: keyof TrimResult) => results.reduce((total, result) => total + result[name], 0);
  return { entries: add('entries'), weight: add('weight') };
}

function shareOf(amount: EvictAmount, all: number): number {
  if (typeof amount === 'number' && amount > 0 && amount <= 1) return amount;
  const portion = readPercentage(amount);
  if (portion !== undefined) return portion;
  const bytes = parseByteSize(amount, 'amount to evict');
  return all === 0 ? 0 : bytes / all;
}
