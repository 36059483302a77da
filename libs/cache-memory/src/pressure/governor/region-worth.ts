import type { RegionHoldings } from '../governed-region.js';

/** Milliseconds that a hit is taken to save besides what its loader had taken, so that values without a measured cost count too. */
const HIT_MS = 0.01;
/** Time between two valuations, and how much the last one counts beside all before it. */
const INTERVAL_MS = 2_000;
const WEIGHT_OF_NEW = 0.3;
/** How far one valuation moves a share at the most, to each side, and how gently. */
const LEAST = 0.8;
const MOST = 1.25;
const GENTLENESS = 0.25;

interface Valued {
  readonly savedMs: number;
  /** Milliseconds saved per second and byte. */
  readonly density: number | undefined;
}

/**
 * Values regions by the time that their hits saved for each byte held: the worth by which a region's share is to change, once
 * every two seconds and by little, until a byte is worth as much in every region.
 */
export class RegionWorth {
  #valued = new Map<string, Valued>();
  #valuedAtMs: number | undefined;

  /** What a byte of each region is worth beside one of the others: above 1 for more. Between two valuations all are worth 1. */
  value(regions: ReadonlyMap<string, RegionHoldings>, nowMs: number): ReadonlyMap<string, number> {
    const elapsedMs = this.#valuedAtMs === undefined ? 0 : nowMs - this.#valuedAtMs;
    if (this.#valuedAtMs !== undefined && elapsedMs < INTERVAL_MS) return new Map();
    this.#valuedAtMs = nowMs;
    this.#valued = new Map([...regions].map(([name, holdings]) => [name, this.#valueOne(name, holdings, elapsedMs)]));
    const densities = [...this.#valued.values()].flatMap(({ density }) => density ?? []);
    const mean = densities.reduce((sum, each) => sum + each, 0) / densities.length;
    if (!(mean > 0)) return new Map();
    return new Map(
      [...this.#valued].map(([name, { density = mean }]) => [name, clamp((density / mean) ** GENTLENESS)]),
    );
  }

  #valueOne(name: string, holdings: RegionHoldings, elapsedMs: number): Valued {
    const { hits, timeSavedMs, weight, importance } = holdings;
    const savedMs = timeSavedMs + hits * HIT_MS;
    const before = this.#valued.get(name);
    const gained = savedMs - (before?.savedMs ?? savedMs);
    if (!before || elapsedMs <= 0 || weight === 0 || gained < 0) return { savedMs, density: before?.density };
    const found = (gained * importance) / (elapsedMs * weight);
    const density = before.density === undefined ? found : before.density + WEIGHT_OF_NEW * (found - before.density);
    return { savedMs, density };
  }
}

function clamp(worth: number): number {
  return Math.min(MOST, Math.max(LEAST, worth));
}
