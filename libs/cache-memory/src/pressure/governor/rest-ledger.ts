import type { MemorySample } from '../sensing/memory-sample.js';

/** How quickly the rest is believed to grow, at each look; it falls at once. */
const GROWTH = 0.005;
/** Major collections for which an allocator is taken to keep what was in use. */
const KEPT = 8;

/**
 * Keeps what a container counts besides the heap and what hangs on it: code, stacks, the young generation. What was in use a few collections ago
 * and is free now is no part of it: allocators keep it in reserve, and use it before they take more.
 */
export class RestLedger {
  #bytes: number | undefined;
  /** The most that was in use between collections, the latest time first. */
  #most: readonly number[] = [0];

  get bytes(): number {
    return this.#bytes ?? 0;
  }

  /** Takes a look, the first after a major collection or another one. */
  observe(sample: MemorySample, isCollected: boolean): void {
    const { containerWorkingSetBytes, rssBytes, oldGenerationUsedBytes, externalBytes } = sample;
    const inUse = oldGenerationUsedBytes + externalBytes;
    if (isCollected) this.#most = [inUse, ...this.#most].slice(0, KEPT);
    const [latest = 0, ...earlier] = this.#most;
    this.#most = [Math.max(latest, inUse), ...earlier];
    const rest = Math.max(0, (containerWorkingSetBytes ?? rssBytes) - Math.max(...this.#most));
    const before = this.#bytes ?? rest;
    this.#bytes = rest < before ? rest : before + (rest - before) * GROWTH;
  }
}
