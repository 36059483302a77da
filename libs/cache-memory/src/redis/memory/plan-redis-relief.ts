import type { RedisLevel } from './assess-redis.js';

/** One step of relief. After each one memory is looked at again, and the steps that follow are taken only where they are still needed. */
export type RedisReliefPlan =
  | { readonly step: 'clear'; readonly category: string }
  | { readonly step: 'clear all' }
  | { readonly step: 'rebuild'; readonly category: string };

/** What to do at a level: under `warning` the expendable categories in order, under `critical` everything evictable, then rebuilds. */
export function planRedisRelief(
  level: RedisLevel,
  expendable: readonly string[],
  rebuildable: readonly string[],
): readonly RedisReliefPlan[] {
  if (level === 'normal') return [];
  if (level === 'warning') return expendable.map((category) => ({ step: 'clear', category }));
  return [{ step: 'clear all' }, ...rebuildable.map((category) => ({ step: 'rebuild', category }) as const)];
}

/** Whether the next step of relief is still needed at the level that was just found. */
export function isStillNeeded(step: RedisReliefPlan['step'], level: RedisLevel): boolean {
  return step === 'rebuild' ? level === 'critical' : level !== 'normal';
}

/** Whether a category can be built a second time beside the first; where its size is unknown, whether there is any room. */
export function hasRoomToRebuild(usedBytes: number, maxBytes: number | undefined, categoryBytes = 0): boolean {
  return maxBytes === undefined || usedBytes + categoryBytes < maxBytes;
}
