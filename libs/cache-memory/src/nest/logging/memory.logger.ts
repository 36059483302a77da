import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { MemoryAlert } from '../../pressure/memory-alert.js';
import type { MemoryReport } from '../../pressure/memory-report.js';
import type { ReliefStep } from '../../pressure/relief-step.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { describeBounds } from './describe-bounds.js';
import { describeLimits } from './describe-limits.js';
import { logLine } from './log-line.js';

/** The steps that are the daily work of lifetimes and of the budget, not the work of pressure. */
const DAILY: ReadonlySet<ReliefStep['step']> = new Set(['expire', 'shed']);

/**
 * Logs what memory does to the caches: the limits and the audit at the first check, each change of the pressure level, each step
 * of relief, evictions that were asked for, and alerts that say more than those. Never a key, never a value.
 */
@Injectable()
export class MemoryLogger implements OnModuleInit {
  readonly #logger = new Logger('CacheMemory');

  constructor(private readonly cacheMemory: CacheMemory) {}

  onModuleInit(): void {
    const forgetFirst = this.cacheMemory.on('memory.checked', (report) => {
      forgetFirst();
      this.#logStart(report);
    });
    this.cacheMemory.on('pressure.changed', (report) => this.#logChange(report));
    this.cacheMemory.on('memory.relieved', (report) => this.#logRelief(report));
    this.cacheMemory.on('memory.evicted', ({ region = 'all regions', entries, weight, tookMs }) =>
      this.#logger.log(logLine('Requested eviction', { of: region, entries, bytes: weight, ms: tookMs })),
    );
    this.cacheMemory.on('memory.alert', (alert) => this.#logAlert(alert));
    this.cacheMemory.on('listener.failed', ({ error }) =>
      this.#logger.error('A listener of CacheMemory failed', error),
    );
  }

  #logStart(report: MemoryReport): void {
    this.#logger.log(describeLimits(report, this.cacheMemory.memory));
    this.#logger.log(describeBounds(this.cacheMemory));
    for (const { text, remedy } of this.cacheMemory.audit()) this.#logger.warn(`Memory audit: ${text}; ${remedy}`);
  }

  #logChange({ level, previousLevel, usage, source, usedBytes, limitBytes, tookMs }: MemoryReport): void {
    const line = logLine(`Memory pressure ${previousLevel} -> ${level}`, {
      source,
      usage,
      usedBytes,
      limitBytes,
      tookMs,
    });
    if (level === 'normal') this.#logger.log(line);
    else this.#logger.warn(line);
  }

  #logRelief({ steps, level }: MemoryReport): void {
    for (const { step, of, entries, bytes, ms } of steps) {
      const line = logLine('Memory relief', { step, of, entries, bytes, ms, level });
      if (DAILY.has(step)) this.#logger.debug(line);
      else this.#logger.log(line);
    }
  }

  #logAlert({ kind, message, heldBack, report }: MemoryAlert): void {
    if (kind === report.level && report.level !== report.previousLevel) return; // the line of the change has said so
    this.#logger.warn(heldBack > 0 ? `${message} (${heldBack} like it since the last one)` : message);
  }
}
