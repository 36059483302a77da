import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import type { MemoryReclaimer } from '../pressure/memory-reclaimer.js';

/** A reclaimer that has all that it needs. Throws `INVALID_OPTION`. */
export function checkReclaimer(reclaimer: unknown): MemoryReclaimer {
  const { name, estimateBytes, reclaim } = (reclaimer ?? {}) as Partial<MemoryReclaimer>;
  const isWhole = typeof name === 'string' && typeof estimateBytes === 'function' && typeof reclaim === 'function';
  if (isWhole) return reclaimer as MemoryReclaimer;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'reclaimer',
    expected: 'an object with name, estimateBytes() and reclaim(bytes)',
    found: describeValue(reclaimer),
    remedy: 'give it all three, or take reclaimLruCache() or reclaimKeyv() from nestjs-cache-memory/standalone',
  });
}
