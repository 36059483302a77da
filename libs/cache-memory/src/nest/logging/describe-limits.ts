import type { MemoryReport } from '../../pressure/memory-report.js';
import type { MemorySettings } from '../../standalone/memory-options.js';
import { megabytes } from '../../pressure/megabytes.js';

const ORIGINS: Readonly<Record<string, string>> = {
  heap: "Node's heap limit",
  container: "the container's limit",
  machine: "the machine's memory",
  configured: 'the option memory.limit',
};

/** The limits that were found, which of them is the nearest now, and what follows from them, as one line. */
export function describeLimits({ readings, source, budget }: MemoryReport, settings: MemorySettings): string {
  const limits = readings.map(
    (each) => `${each.source} ${megabytes(each.limitBytes)} (${ORIGINS[each.source] ?? '?'})`,
  );
  const levels = Object.entries(settings.thresholds).map(([level, share]) => `${level} ${share}`);
  return [
    `Memory limits: ${limits.join(', ')}`,
    `${source} is the nearest to its limit`,
    `levels ${levels.join(', ')} of it`,
    `all caches may hold ${megabytes(budget.bytes)} now`,
    `checked every ${settings.checkIntervalMs / 1_000} s`,
  ].join('; ');
}
