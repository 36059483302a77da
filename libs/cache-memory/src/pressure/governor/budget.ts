import type { BudgetReport } from '../memory-report.js';
import type { LiveMemory } from './live-memory.js';
import type { View } from './lookout.js';
import { certainRoom, planBudget } from './plan-budget.js';
import type { RegionMeter } from './region-meter.js';
import { RegionWorth } from './region-worth.js';
import type { ReliefLog } from './relief-log.js';
import { shareBudget } from './share-budget.js';
import type { Trims } from './trims.js';

/** How far over its aim a memory may be after a collection before taking back counts as not having been enough. */
const SLACK = 0.01;
/** How many times in a row that may be before it makes impatient: what collections leave besides comes and goes. */
const FORGIVEN = 1;

/** The bytes that all regions together may hold: planned anew after each major collection, shared out at each look. */
export class Budget {
  readonly #worth = new RegionWorth();
  #bytes = 0;
  #misses = 0;
  #shares = new Map<string, number>();

  /** Plans, shares out, and takes from regions what is over their shares. */
  keep(view: View, meters: (region: string) => RegionMeter, trims: Trims, log: ReliefLog): void {
    const { believedBytes, demands, holdings } = view;
    if (view.isKnownAnew) this.#plan(view);
    const room = certainRoom(demands);
    if (room > 0) this.#bytes = Math.max(this.#bytes, believedBytes + room);
    const worth = this.#worth.value(holdings, view.sample.atMs);
    const claims = [...holdings].map(([region, { weight, minBytes, maxBytes }]) => ({
      region,
      heldBytes: weight,
      minBytes,
      maxBytes,
      worth: worth.get(region) ?? 1,
    }));
    this.#shares = shareBudget(this.#bytes, claims);
    for (const [name, bytes] of this.#shares) {
      const held = holdings.get(name)!;
      if (held.weight > bytes) trims.take('shed', view.regions.get(name)!, held, { entries: Infinity, bytes }, log);
      meters(name).allowedBytes = trims.isUnderWay(name) ? Math.max(bytes, held.weight) : bytes; // else the next insertion took all
    }
  }

  /** Goes on with no more than what is held, after pressure has taken something. */
  lower(heldBytes: number): void {
    this.#bytes = Math.min(this.#bytes, heldBytes);
  }

  report({ heap, external }: LiveMemory, heldBytes: number): BudgetReport {
    return {
      bytes: Math.floor(this.#bytes),
      heldBytes,
      shares: Object.fromEntries(this.#shares),
      heapRatio: heap.expected,
      externalRatio: external.expected,
    };
  }

  #plan({ believedBytes, demands }: View): void {
    const isOver = demands.some(({ usedBytes, limitBytes, aim }) => usedBytes > (aim + SLACK) * limitBytes);
    if (!isOver) this.#misses = 0;
    this.#bytes = planBudget(believedBytes, demands, Math.max(0, this.#misses - FORGIVEN));
    if (isOver) this.#misses++;
  }
}
