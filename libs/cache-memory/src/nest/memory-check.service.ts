import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { MemoryReport } from '../pressure/memory-report.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CheckTimer } from '../standalone/check-timer.js';
import { findSchedulerRegistry, type IntervalRegistry } from './find-scheduler-registry.js';

/** The name of the memory check in the application's `SchedulerRegistry`. */
export const MEMORY_CHECK_INTERVAL = 'cache-memory.check';

/**
 * The scheduled memory check: at bootstrap and then every 30 seconds, or as `memory.checkInterval` says. It stands in the
 * `SchedulerRegistry` as `cache-memory.check` if the application imports `ScheduleModule`, never keeps the process alive, and
 * ends at shutdown. A check that throws is logged and the next one comes all the same.
 */
@Injectable()
export class MemoryCheckService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('CacheMemory');
  readonly #timer: CheckTimer;
  #registry: IntervalRegistry | undefined;
  #isChecking = false;

  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly modules: ModulesContainer,
  ) {
    const { checkIntervalMs } = cacheMemory.memory;
    this.#timer = new CheckTimer(
      () => this.check(),
      checkIntervalMs,
      (error) => this.#logFailure(error),
    );
  }

  /** Checks memory now and answers the report; a call from within a check answers the report before it. */
  check(): MemoryReport {
    if (this.#isChecking) return this.cacheMemory.report();
    this.#isChecking = true;
    try {
      return this.cacheMemory.check();
    } finally {
      this.#isChecking = false;
    }
  }

  /** The report of the last check. */
  report(): MemoryReport {
    return this.cacheMemory.report();
  }

  /** Nest calls it when the application has started: the first check, and the beginning of the others. */
  onApplicationBootstrap(): void {
    const handle = this.#timer.start();
    this.#registry = findSchedulerRegistry(this.modules);
    if (this.#registry?.doesExist('interval', MEMORY_CHECK_INTERVAL)) this.#registry = undefined;
    this.#registry?.addInterval(MEMORY_CHECK_INTERVAL, handle);
    try {
      this.check();
    } catch (error) {
      this.#logFailure(error);
    }
  }

  /** Nest calls it when the application ends: no check after it. */
  beforeApplicationShutdown(): void {
    this.#timer.stop();
    if (this.#registry?.doesExist('interval', MEMORY_CHECK_INTERVAL))
      this.#registry.deleteInterval(MEMORY_CHECK_INTERVAL);
    this.#registry = undefined;
  }

  #logFailure(error: unknown): void {
    this.#logger.error('Memory check failed; the next one follows as planned', error);
  }
}
