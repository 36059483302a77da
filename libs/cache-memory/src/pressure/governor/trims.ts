import type { GovernedRegion, RegionHoldings, Relieved } from '../governed-region.js';
import type { RegionRelief } from '../memory-report.js';
import type { ReliefStep } from '../relief-step.js';
import { attempt } from './attempt.js';
import type { GovernorFailure } from './governor-parts.js';
import type { ReliefLog } from './relief-log.js';

/** More entries than these leave a slice at a time, between the application's own jobs, where nothing needs their memory at once. */
const MANY = 10_000;

const NOTHING: Relieved = Object.freeze({ entries: 0, weight: 0 });

/** How far a region is to be trimmed: what it may keep. */
export interface TrimBounds {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Trims regions, each at once, or a slice at a time where many entries have to leave and nobody waits for their memory. What left
 * in slices is written down at the look after the last of them. A region that fails, as one does whose own policy throws, has given
 * nothing, and the others are asked all the same.
 */
export class Trims {
  /** Whether slices are soon enough for what the present look takes. */
  isGentle = false;
  readonly #underWay = new Map<string, TrimBounds>();
  readonly #done: ReliefStep[] = [];

  /** `now` is a monotonic clock in milliseconds. What a region throws is added to `failures`. */
  constructor(
    private readonly now: () => number,
    private readonly failures: GovernorFailure[],
  ) {}

  /** Whether entries of a region leave in slices now. */
  isUnderWay(region: string): boolean {
    return this.#underWay.has(region);
  }

  /** Trims a region; answers what has left by now. */
  take(
    step: 'shed' | 'trim' | 'drop',
    region: GovernedRegion,
    holdings: RegionHoldings,
    bounds: TrimBounds,
    log: ReliefLog,
  ): Relieved {
    if (step !== 'drop' && this.isGentle && (this.isUnderWay(region.name) || leaving(holdings, bounds) > MANY)) {
      void this.#takeGently(step, region, bounds);
      return NOTHING;
    }
    let given = NOTHING;
    log.take(step, region.name, () => {
      given = attempt(() => region.trim(bounds), NOTHING, this.failures, 'region failed', region.name);
      return { entries: given.entries, bytes: given.weight };
    });
    return given;
  }

  /** Bytes of regions that are still to leave in slices. */
  dueBytes(regions: ReadonlyMap<string, GovernedRegion>): number {
    let due = 0;
    for (const [name, { bytes }] of this.#underWay) {
      due += Math.max(0, (regions.get(name)?.holdings().weight ?? 0) - bytes);
    }
    return due;
  }

  /** Writes down what has left in slices since the last time; answers the part of it that pressure took. */
  report(log: ReliefLog): RegionRelief[] {
    const done = this.#done.splice(0);
    log.steps.push(...done);
    return done.flatMap(({ step, of, entries, bytes }) =>
      step === 'trim' ? [{ region: of, entries, weight: bytes }] : [],
    );
  }

  async #takeGently(step: 'shed' | 'trim', region: GovernedRegion, bounds: TrimBounds): Promise<void> {
    const { name } = region;
    if (this.#underWay.has(name)) return;
    this.#underWay.set(name, bounds);
    const startedAt = this.now();
    try {
      const { entries, weight } = await region.trimGently(bounds);
      if (entries > 0) this.#done.push({ step, of: name, entries, bytes: weight, ms: this.now() - startedAt });
    } catch (error) {
      this.failures.push({ kind: 'region failed', of: name, error });
    } finally {
      this.#underWay.delete(name);
    }
  }
}

/** About how many entries leave. */
function leaving({ entries, weight }: RegionHoldings, bounds: TrimBounds): number {
  const byWeight = weight > bounds.bytes ? (entries * (weight - bounds.bytes)) / weight : 0;
  return Math.max(entries - bounds.entries, byWeight);
}
