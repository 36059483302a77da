import type { RegionHoldings } from './governed-region.js';
import type { PressureLevel } from './pressure-level.js';

/** How much one region may keep. */
export interface ReliefTarget {
  readonly region: string;
  readonly entries: number;
  /** Bytes. */
  readonly bytes: number;
}

/** A region that holds less than this share of all that may be evicted is left alone: its entries would win nothing. */
const WORTHWHILE = 0.01;

/**
 * What each region is to be trimmed to. `normal` and `warning`: nothing. `eviction`: together they give back
 * `excessBytes`, each in proportion to what it may evict; where nothing has a weight, each region gives half of its entries.
 * `critical`: all that is not protected.
 */
export function planRelief(
  level: PressureLevel,
  excessBytes: number,
  regions: ReadonlyMap<string, RegionHoldings>,
): ReliefTarget[] {
  if (level === 'normal' || level === 'warning') return [];
  const evictable = [...regions].filter(([, holdings]) => holdings.entries > holdings.protectedEntries);
  if (level === 'critical') return evictable.map(([region, holdings]) => onlyProtected(region, holdings));
  const evictableBytes = evictable.reduce((sum, [, holdings]) => sum + evictableWeight(holdings), 0);
  const share = Math.min(1, Math.max(0, excessBytes) / evictableBytes);
  return evictable
    .filter(([, holdings]) => evictableWeight(holdings) >= evictableBytes * WORTHWHILE)
    .map(([region, holdings]) => partOf(region, holdings, share));
}

function partOf(region: string, holdings: RegionHoldings, share: number): ReliefTarget {
  const weight = evictableWeight(holdings);
  if (weight > 0) return { region, entries: Infinity, bytes: holdings.weight - weight * share };
  const half = Math.floor((holdings.entries - holdings.protectedEntries) / 2);
  return { region, entries: holdings.protectedEntries + half, bytes: Infinity };
}

function onlyProtected(region: string, holdings: RegionHoldings): ReliefTarget {
  return { region, entries: holdings.protectedEntries, bytes: holdings.protectedWeight };
}

function evictableWeight(holdings: RegionHoldings): number {
  return holdings.weight - holdings.protectedWeight;
}
