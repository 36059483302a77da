import { describeValue } from '../options/describe-value.js';
import { parseDuration } from '../options/duration.js';
import type { EntryPlan } from '../entries/entry-plan.js';
import { CacheMemoryError } from '../errors.js';
import type { TtlEntry } from './adaptive-ttl.js';
import type { RandomSource } from './random-source.js';

/**
 * How long a value is to live, in milliseconds: what its plan says, or what its adaptive `ttl` answers, less what chance takes
 * away. Throws `INVALID_OPTION` for an answer that is no duration, and what an adaptive `ttl` throws.
 */
export function lifetimeOf(plan: EntryPlan, entry: TtlEntry, random: RandomSource): number {
  const { ttlOf, jitter } = plan.freshness;
  const ttlMs = ttlOf ? parseDuration(ttlOf(entry), `answer of ttl for ${describeValue(entry.key)}`) : plan.ttlMs;
  return jitter === 0 ? ttlMs : ttlMs * (1 - jitter * drawn(random));
}

function drawn(random: RandomSource): number {
  const number: unknown = random();
  if (typeof number === 'number' && number >= 0 && number < 1) return number;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'answer of random',
    expected: 'a number of at least 0 and below 1',
    found: describeValue(number),
    remedy: 'mend it, or leave random out for Math.random',
  });
}
