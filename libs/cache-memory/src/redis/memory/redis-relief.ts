import type { RedisPort } from '../connection/redis-port.js';
import type { RedisLevel } from './assess-redis.js';
import type { KeyNames } from './key-names.js';
import { isStillNeeded, planRedisRelief, type RedisReliefPlan } from './plan-redis-relief.js';
import type { RedisMemoryStats, RedisReliefStep } from './redis-memory-report.js';
import { sweepKeys } from './sweep-keys.js';

/** How long the lock outlives a process that died with it, and how often what was unlinked is waited for, in milliseconds. */
const LOCK_MS = 60_000;
const LOOK_AGAIN_MS = 50;
const LOOKS = 20;

/** What relief needs besides the server. */
export interface ReliefParts {
  /** Reads what the server holds now. */
  readonly look: () => Promise<RedisMemoryStats>;
  /** Rebuilds a category; answers how many entries it holds, or `undefined` where that was not possible. */
  readonly rebuild: (category: string, stats: RedisMemoryStats) => Promise<number | undefined>;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Takes from a Redis what a level demands, one process at a time. Protected keys stay as they are, or are made anew. */
export class RedisRelief {
  constructor(
    private readonly port: RedisPort,
    private readonly names: KeyNames,
    private readonly expendable: readonly string[],
    private readonly rebuildable: readonly string[],
    private readonly parts: ReliefParts,
  ) {}

  /** Takes the steps that are needed; answers those taken and what the server holds then. */
  async take(stats: RedisMemoryStats): Promise<{ steps: RedisReliefStep[]; stats: RedisMemoryStats }> {
    const plan = planRedisRelief(stats.level, this.expendable, this.rebuildable);
    if (plan.length === 0 || !(await this.#lock())) return { steps: [], stats };
    try {
      return await this.#follow(plan, stats);
    } finally {
      await this.port.send(['DEL', this.names.reliefLock]).catch(() => {}); // else it ends by itself
    }
  }

  async #follow(
    plan: readonly RedisReliefPlan[],
    before: RedisMemoryStats,
  ): Promise<{ steps: RedisReliefStep[]; stats: RedisMemoryStats }> {
    const steps: RedisReliefStep[] = [];
    let stats = before;
    for (const each of plan) {
      if (!isStillNeeded(each.step, stats.level)) continue;
      const startedAt = performance.now();
      const keys = await this.#step(each, stats);
      if (keys === undefined) continue;
      const of = 'category' in each ? each.category : undefined;
      steps.push({ step: each.step, of, keys, tookMs: performance.now() - startedAt });
      stats = await this.#lookOnceFreed(stats.level);
    }
    return { steps, stats };
  }

  #step(plan: RedisReliefPlan, stats: RedisMemoryStats): Promise<number | undefined> {
    if (plan.step === 'rebuild') return this.parts.rebuild(plan.category, stats);
    const { everyEvictable } = this.names;
    return sweepKeys(this.port, plan.step === 'clear' ? `${this.names.evictable(plan.category)}*` : everyEvictable);
  }

  /** What is held once the server has freed what was unlinked, or a second later. */
  async #lookOnceFreed(level: RedisLevel): Promise<RedisMemoryStats> {
    let stats = await this.parts.look();
    for (let looks = 1; looks < LOOKS && stats.level === level && stats.pendingFrees > 0; looks++) {
      await this.parts.pause(LOOK_AGAIN_MS);
      stats = await this.parts.look();
    }
    return stats;
  }

  async #lock(): Promise<boolean> {
    return (await this.port.send(['SET', this.names.reliefLock, '1', 'NX', 'PX', String(LOCK_MS)])) !== null;
  }
}
