import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import { CacheMemoryError } from '../engine/errors.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import { PRESSURE_LEVELS, type PressureLevel } from '../pressure/pressure-level.js';
import type { MemorySensor } from '../pressure/sensing/memory-sensor.js';
import type { CacheMemory } from '../standalone/cache-memory.js';
import type { Surroundings } from '../standalone/surroundings.js';
import { FakeClock } from './fake-clock.js';
import { SimulatedHeap } from './simulated-heap.js';
import { usageAt } from './usage-at.js';

/** What a simulation is like. */
export interface SimulationOptions {
  /** Bytes of the heap, or a size such as `'256MB'`; `'1GB'` unless said. */
  readonly limit?: ByteSize | undefined;
  /** The clock of all caches; a new one unless said. */
  readonly clock?: FakeClock | undefined;
}

/** Far more than any level asks to have lasted. */
const LONG_MS = 60_000;

/**
 * A process for tests: time that moves when told to, and a heap that is as full as told. The caches and their governor are the real
 * ones. What takes the simulated heap is the application; what caches give back does not empty it.
 */
export class Simulation implements Surroundings {
  readonly clock: FakeClock;
  readonly limitBytes: number;
  readonly machineBytes: number = Number.MAX_SAFE_INTEGER;
  readonly sensor: () => MemorySensor;
  readonly now: () => number;
  readonly collect: () => number;
  /** Does nothing: a simulated heap ends no process. */
  readonly deferHeapAbort: () => void = () => {};
  readonly #heap: SimulatedHeap;
  #waitedMs = 0;

  /** A calm process, a quarter of whose heap is in use. Throws `INVALID_OPTION`. */
  constructor({ limit = '1GB', clock = new FakeClock() }: SimulationOptions = {}) {
    this.clock = clock;
    this.limitBytes = parseByteSize(limit, 'simulation.limit');
    this.now = () => this.clock.now() + this.#waitedMs;
    this.#heap = new SimulatedHeap(this.limitBytes, this.now);
    this.sensor = () => this.#heap;
    this.collect = () => this.#heap.collect();
  }

  /** Bytes that are live in the heap. */
  get usedBytes(): number {
    return this.#heap.usedBytes;
  }

  /** Fills or empties the heap; the caches' next look at memory sees it, `cacheMemory.check()` for one. Throws `INVALID_OPTION`. */
  use(bytes: ByteSize): void {
    this.#heap.use(parseByteSize(bytes, 'simulation.use'));
  }

  /**
   * Fills the heap until the caches are at a level of pressure, or empties it and then fills it to a lower one; answers the report
   * of the check that found it. The caches' clock stands still meanwhile. Throws `LEVEL_NOT_REACHED` where thresholds leave no room
   * for the level, or `memory` lives elsewhere.
   */
  reach(level: PressureLevel, memory: CacheMemory): MemoryReport {
    if (rank(level) < rank(memory.report().level)) this.#look('normal', memory);
    const report = this.#look(level, memory);
    if (report.level === level) return report;
    throw new CacheMemoryError('LEVEL_NOT_REACHED', {
      subject: 'simulation.reach',
      expected: `the level '${level}'`,
      found: `'${report.level}'`,
      remedy: 'give the CacheMemory this simulation, and leave room between the thresholds of two levels',
    });
  }

  /** A fall is believed once it has lasted, so it is looked at twice. */
  #look(level: PressureLevel, memory: CacheMemory): MemoryReport {
    const { thresholds, limitBytes } = memory.memory;
    const nearest = Math.min(this.limitBytes, limitBytes ?? Infinity);
    this.#heap.use(Math.floor(usageAt(level, thresholds) * nearest));
    this.#waitedMs += LONG_MS;
    const report = memory.check();
    if (report.level === level) return report;
    this.#waitedMs += LONG_MS;
    return memory.check();
  }
}

function rank(level: PressureLevel): number {
  return PRESSURE_LEVELS.indexOf(level);
}
