import type { PressureLevel } from '../pressure-level.js';
import type { RegionMeter } from './region-meter.js';
import type { View } from './lookout.js';

/** How far below the threshold `warning` every memory is in use, garbage included, where a glance is enough; a share of its limit. */
const BELOW_WARNING = 0.2;
/** How old the last look may be, in milliseconds. */
const MOST_AGE_MS = 200;

/**
 * Says at an insertion whether a look at memory would find what the last one found: since then nothing was collected, every
 * memory is far from its limit, and no region comes near its share. To know that costs a small part of a look.
 */
export class Glance {
  #inUseBytes = Infinity;
  #mostBytes = 0;
  #roomBytes = 0;
  #stepBytes = 0;
  #lookedAtMs = -Infinity;

  /** Takes what the last look found and gave; the next glance comes after so many bytes were inserted. */
  follow(
    { sample, demands, holdings }: View,
    level: PressureLevel,
    warning: number,
    meters: (region: string) => RegionMeter,
    stepBytes: number,
  ): void {
    const inUseBytes = sample.heapUsedBytes + sample.externalBytes;
    let spareBytes = Infinity;
    for (const { limitBytes, occupiedBytes } of demands) {
      spareBytes = Math.min(spareBytes, (warning - BELOW_WARNING) * limitBytes - occupiedBytes);
    }
    let roomBytes = Infinity;
    for (const [region, { weight, maxBytes }] of holdings) {
      const { allowedBytes } = meters(region);
      if (allowedBytes < maxBytes) roomBytes = Math.min(roomBytes, allowedBytes - weight);
    }
    this.#inUseBytes = inUseBytes;
    this.#mostBytes = level === 'normal' ? inUseBytes + spareBytes : 0;
    this.#roomBytes = roomBytes;
    this.#stepBytes = stepBytes;
    this.#lookedAtMs = sample.atMs;
  }

  /** Lets no glance be enough until the next look. */
  close(): void {
    this.#mostBytes = 0;
  }

  /** Whether a look can be left out, where so much is in use now and so much was inserted since the last look or glance. */
  isEnough(inUseBytes: number, insertedBytes: number, nowMs: number): boolean {
    const wasCollected = inUseBytes < this.#inUseBytes;
    this.#inUseBytes = inUseBytes;
    this.#roomBytes -= insertedBytes;
    if (wasCollected || inUseBytes > this.#mostBytes || this.#roomBytes < this.#stepBytes) return false;
    return nowMs - this.#lookedAtMs < MOST_AGE_MS;
  }
}
