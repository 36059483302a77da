import { AlertPace } from '../../pressure/governor/alert-pace.js';
import type { RedisThresholds } from './assess-redis.js';
import type { RedisAlertKind, RedisMemoryAlert, RedisMemoryReport, RedisReliefStep } from './redis-memory-report.js';

/** Turns what happened to a Redis into alerts, at most one of a kind a minute. */
export class RedisAlerts {
  readonly #pace = new AlertPace();

  /** `now` tells milliseconds since 1970. */
  constructor(
    private readonly thresholds: RedisThresholds,
    private readonly now: () => number,
  ) {}

  /** The alert of a kind, if it may pass now. */
  of(kind: RedisAlertKind, message: string): RedisMemoryAlert | undefined {
    const at = this.now();
    const heldBack = this.#pace.pass(kind, at);
    return heldBack === undefined ? undefined : { kind, message, at, heldBack };
  }

  /** The alerts of a check that may pass now. */
  ofCheck({ foundLevel, stats, relief }: RedisMemoryReport, usageBefore: number | undefined): RedisMemoryAlert[] {
    const { protectedShare } = stats;
    const alerts: (RedisMemoryAlert | undefined)[] = [];
    if (foundLevel !== 'normal') {
      const outcome =
        relief.length === 0 ? 'nothing to clear' : `${relief.map(describe).join(', ')}, now ${percent(stats.usage)}`;
      alerts.push(this.of(foundLevel, `Redis memory ${foundLevel} at ${percent(usageBefore)}: ${outcome}`));
    }
    if (protectedShare !== undefined && protectedShare >= this.thresholds.protectedShare) {
      const text = `Protected keys take ${percent(protectedShare)} of Redis' memory; once they fill it, every write fails`;
      alerts.push(this.of('protected share', `${text}: raise maxmemory, or protect less`));
    }
    return alerts.filter((alert) => alert !== undefined);
  }
}

function describe({ step, of, keys }: RedisReliefStep): string {
  if (step === 'rebuild') return `rebuilt ${of} with ${keys} entries`;
  return `cleared ${keys} keys of ${of ?? 'all evictable categories'}`;
}

function percent(share: number | undefined): string {
  return share === undefined ? 'an unknown share' : `${(share * 100).toFixed(1)} %`;
}
