import type { GovernedRegion } from '../governed-region.js';
import type { GovernorFailure } from './governor-parts.js';
import type { ReliefLog } from './relief-log.js';

/** Time between two attempts to rebuild a region. */
const AGAIN_MS = 5_000;

interface Awaiting {
  triedAtMs: number;
  isUnderWay: boolean;
}

/** Empties regions whose protected entries have a source, and rebuilds them from it once pressure is gone. */
export class Rebuilder {
  readonly #awaiting = new Map<string, Awaiting>();
  readonly #done: { region: string; entries: number; ms: number }[] = [];

  /** `now` is a monotonic clock in milliseconds. */
  constructor(
    private readonly now: () => number,
    private readonly failures: GovernorFailure[],
  ) {}

  /** The regions that were emptied and are not whole again. */
  get awaiting(): readonly string[] {
    return [...this.#awaiting.keys()];
  }

  /** Empties every region that has protected entries and a source for them. */
  empty(regions: Iterable<GovernedRegion>, log: ReliefLog): void {
    for (const region of regions) {
      const { name, rebuilding } = region;
      if (!rebuilding || region.holdings().protectedEntries === 0) continue;
      log.take('empty', name, () => {
        const { entries, weight } = rebuilding.empty();
        return { entries, bytes: weight };
      });
      this.#awaiting.set(name, { triedAtMs: -Infinity, isUnderWay: false });
    }
  }

  /** Begins to rebuild what awaits it. */
  rebuild(regions: ReadonlyMap<string, GovernedRegion>): void {
    for (const [name, state] of this.#awaiting) {
      const rebuilding = regions.get(name)?.rebuilding;
      if (!rebuilding) this.#awaiting.delete(name);
      else if (!state.isUnderWay && this.now() - state.triedAtMs >= AGAIN_MS) void this.#run(name, state, rebuilding);
    }
  }

  /** Writes down what was rebuilt since the last time. */
  report(log: ReliefLog): void {
    for (const { region, entries, ms } of this.#done.splice(0)) {
      log.steps.push({ step: 'rebuild', of: region, entries, bytes: 0, ms });
    }
  }

  async #run(region: string, state: Awaiting, rebuilding: { rebuild(): Promise<number> }): Promise<void> {
    const startedAt = this.now();
    state.triedAtMs = startedAt;
    state.isUnderWay = true;
    try {
      const entries = await rebuilding.rebuild();
      if (this.#awaiting.get(region) === state) this.#awaiting.delete(region);
      this.#done.push({ region, entries, ms: this.now() - startedAt });
    } catch (error) {
      this.failures.push({ kind: 'rebuild failed', of: region, error });
    } finally {
      state.isUnderWay = false;
    }
  }
}
