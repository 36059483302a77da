import type { MemoryReclaimer } from '../memory-reclaimer.js';
import type { RegionRelief } from '../memory-report.js';
import { planRelief } from '../plan-relief.js';
import type { PressureLevel, PressureThresholds } from '../pressure-level.js';
import { attempt } from './attempt.js';
import type { GovernorFailure } from './governor-parts.js';
import type { View } from './lookout.js';
import type { ReliefLog } from './relief-log.js';
import type { Trims } from './trims.js';

/** How far below the threshold `warning` relief aims, as a share of the limit. */
const MARGIN = 0.05;
/** What has no weight, or is held by others, shows only after the next collection; before it, it is asked for again only after this time. */
const ASK_AGAIN_MS = 2_000;

/** Takes from regions and other users of memory what a level above `warning` demands. */
export class Relief {
  #asked: { readonly atMs: number; readonly collections: number; readonly level: PressureLevel } | undefined;

  /** Takes, and answers what each region gave. What a reclaimer throws is added to `failures`. */
  take(
    view: View,
    thresholds: PressureThresholds,
    reclaimers: Iterable<MemoryReclaimer>,
    trims: Trims,
    log: ReliefLog,
    failures: GovernorFailure[],
  ): RegionRelief[] {
    const { level, nearest } = view.found;
    if (level === 'normal' || level === 'warning') return [];
    const { usedBytes, limitBytes, ratio } = nearest;
    const excess = Math.max(0, usedBytes - (thresholds.warning - MARGIN) * limitBytes);
    const mayAsk = this.#mayAsk(level, view);
    if (!mayAsk && view.evictableBytes === 0) return [];
    const asked = mayAsk ? this.#estimates(reclaimers, failures) : [];
    const others = asked.reduce((sum, [, bytes]) => sum + bytes, 0);
    const own = view.evictableBytes * ratio.low;
    const ownPart = own + others > 0 ? own / (own + others) : 1;
    const isAll = level === 'critical';
    for (const [reclaimer, bytes] of asked) {
      const wanted = Math.ceil(isAll ? bytes : Math.min(bytes, (excess * (1 - ownPart) * bytes) / others));
      if (wanted > 0) log.take('reclaim', reclaimer.name, () => reclaimFrom(reclaimer, wanted, failures));
    }
    return planRelief(level, (excess * ownPart) / ratio.low, view.holdings).flatMap(({ region: name, ...bounds }) => {
      const region = view.regions.get(name)!;
      const { entries, weight } = trims.take(isAll ? 'drop' : 'trim', region, view.holdings.get(name)!, bounds, log);
      return entries > 0 ? [{ region: name, entries, weight }] : [];
    });
  }

  #mayAsk(level: PressureLevel, { sample }: View): boolean {
    const last = this.#asked;
    const { atMs, majorCollections: collections } = sample;
    if (last?.level === level && last.collections === collections && atMs - last.atMs < ASK_AGAIN_MS) return false;
    this.#asked = { atMs, collections, level };
    return true;
  }

  #estimates(reclaimers: Iterable<MemoryReclaimer>, failures: GovernorFailure[]): [MemoryReclaimer, number][] {
    return [...reclaimers].flatMap((reclaimer): [MemoryReclaimer, number][] => {
      const bytes = attempt(() => reclaimer.estimateBytes(), 0, failures, 'reclaimer failed', reclaimer.name);
      return isSome(bytes) ? [[reclaimer, bytes]] : [];
    });
  }
}

/** Asks one reclaimer; one that throws has given nothing. */
export function reclaimFrom(
  reclaimer: MemoryReclaimer,
  bytes: number,
  failures: GovernorFailure[],
): { entries: number; bytes: number } {
  const given = attempt(() => reclaimer.reclaim(bytes), 0, failures, 'reclaimer failed', reclaimer.name);
  return { entries: 0, bytes: isSome(given) ? given : 0 };
}

/** Whether that is a number of bytes that a reclaimer may tell, and not none. */
function isSome(bytes: number): boolean {
  return bytes > 0 && bytes < Infinity;
}
