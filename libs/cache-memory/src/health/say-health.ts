import type { HealthIndicatorResult } from '@nestjs/terminus';
import type { CacheMemoryHealth } from './assess-health.js';

/** What an indicator tells besides its status; sizes are bytes, shares 0 to 1. */
export type HealthDetails = Readonly<Record<string, unknown>>;

/** A session of Terminus; version 11 has no `degraded`. */
export interface HealthSession {
  up(details: HealthDetails): HealthIndicatorResult;
  degraded?(details: HealthDetails): HealthIndicatorResult;
  down(details: HealthDetails): HealthIndicatorResult;
}

/** Says it in Terminus' words; where there is no `degraded`, it is `up` with `degraded: true`. */
export function sayHealth(
  session: HealthSession,
  health: CacheMemoryHealth,
  details: HealthDetails,
): HealthIndicatorResult {
  if (health === 'down') return session.down(details);
  if (health === 'up') return session.up(details);
  return session.degraded ? session.degraded(details) : session.up({ ...details, degraded: true });
}
