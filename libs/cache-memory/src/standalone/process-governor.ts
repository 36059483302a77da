import { warnOfFailures } from '../engine/events/warn-of-failures.js';
import { Governor } from '../pressure/governor/governor.js';
import type { GovernorParts, GovernorSettings } from '../pressure/governor/governor-parts.js';
import type { RegionMeter } from '../pressure/governor/region-meter.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import type { MemorySensor } from '../pressure/sensing/memory-sensor.js';
import { CheckTimer } from './check-timer.js';
import type { Surroundings } from './surroundings.js';

/** Time between two looks at memory while there is something to give, in milliseconds. */
const LOOK_MS = 200;

/** The governor of this process: it senses from the first look on, and looks again and again as long as there is something to give. */
export class ProcessGovernor {
  readonly #governor: Governor;
  readonly #timer = new CheckTimer(() => this.#tick(), LOOK_MS, warnOfFailures('looking at memory'));
  #sensor: MemorySensor | undefined;
  #isTicking = false;
  #isClosed = false;

  constructor(
    settings: GovernorSettings,
    private readonly surroundings: Surroundings,
    parts: Pick<GovernorParts, 'regions' | 'reclaimers' | 'onLook'>,
  ) {
    const { sensor, collect, deferHeapAbort, now, machineBytes } = surroundings;
    this.#governor = new Governor(
      {
        ...parts,
        sensor: () => (this.#sensor ??= sensor()),
        collect,
        deferHeapAbort: (isDeferred) => deferHeapAbort(isDeferred && !this.#isClosed),
        now,
        machineBytes,
        onLook: (report, failures) => {
          this.#keepTicking();
          parts.onLook(report, failures);
        },
      },
      settings,
    );
  }

  get report(): MemoryReport | undefined {
    return this.#governor.report;
  }

  meter(region: string): RegionMeter {
    return this.#governor.meter(region);
  }

  configure(settings: GovernorSettings): void {
    this.#governor.configure(settings);
  }

  check(): MemoryReport {
    return this.#governor.check();
  }

  /** Ends it: no timer, no observer is left, and V8's own rule holds again. */
  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#sensor?.close();
    this.surroundings.deferHeapAbort(false);
  }

  #keepTicking(): void {
    if (this.#isTicking || this.#isClosed) return;
    this.#isTicking = true;
    this.#timer.start();
  }

  #tick(): void {
    this.#governor.look();
    if (this.#governor.isIdle) this.#stop();
  }

  #stop(): void {
    this.#isTicking = false;
    this.#timer.stop();
  }
}
