import type { MemorySample } from '../sensing/memory-sample.js';
import { ReserveTrust } from './reserve-trust.js';

/** How quickly the rest is believed to grow, at each look; it falls at once. */
const GROWTH = 0.005;
/** Major collections for which an allocator is taken to keep what was in use. */
const KEPT = 8;
/** A working set that is by this share of the container's limit above its least since it last rose has risen: it is counted in batches. */
const RISEN = 0.01;

/** What the container counted, and what the caches held then. */
interface Seen {
  readonly workingSetBytes: number;
  readonly heldBytes: number;
}

/**
 * Keeps what a container counts besides the heap and what hangs on it: code, stacks, the young generation, and what its allocators cannot
 * use. What was in use a few collections ago and is free now is no part of it: allocators keep it in reserve, and use it before they
 * take more. Where they take more for caches that grow, the reserve is in pieces too small for them, and all of it is part of the rest,
 * until a part of it is trusted again.
 */
export class RestLedger {
  /** Whether the container's working set had risen at the last look. */
  hasRisen = false;
  #bytes: number | undefined;
  /** The least that was counted besides what was in use, between collections, the latest time first. */
  #least: readonly number[] = [];
  /** The least working set since it last rose. */
  #from: Seen = { workingSetBytes: Infinity, heldBytes: 0 };
  readonly #trust = new ReserveTrust();

  get bytes(): number {
    const bytes = this.#bytes ?? 0;
    return bytes - this.#trust.within(bytes);
  }

  /** The part of it that an allocator keeps in reserve, in pieces that did not serve. */
  get fragmentedBytes(): number {
    return this.#trust.keptWithin(this.bytes);
  }

  /** Takes a look, the first after a major collection or another one, and the bytes that the caches hold by estimate. */
  observe(sample: MemorySample, heldBytes: number, isCollected: boolean): void {
    const workingSetBytes = sample.containerWorkingSetBytes ?? sample.rssBytes;
    const inUseBytes = sample.oldGenerationUsedBytes + sample.externalBytes;
    const besides = Math.max(0, workingSetBytes - inUseBytes);
    if (isCollected) this.#least = [besides, ...this.#least].slice(0, KEPT);
    const [latest = besides, ...earlier] = this.#least;
    this.#least = [Math.min(latest, besides), ...earlier];
    const limitBytes = sample.containerLimitBytes ?? Infinity;
    const from = this.#from;
    this.#follow({ workingSetBytes: sample.containerWorkingSetBytes ?? NaN, heldBytes }, limitBytes);
    this.#trust.observe(
      {
        besidesBytes: besides,
        othersBytes: inUseBytes - heldBytes,
        externalBytes: sample.externalBytes,
        limitBytes,
      },
      this.hasRisen,
      isCollected,
    );
    // what the application takes, in larger pieces than caches have left, says nothing of what serves them
    if (this.hasRisen && heldBytes - from.heldBytes >= workingSetBytes - from.workingSetBytes) {
      this.#least = [besides];
      this.#bytes = besides;
    }
    const rest = Math.min(...this.#least);
    const before = this.#bytes ?? rest;
    this.#bytes = rest < before ? rest : before + (rest - before) * GROWTH;
  }

  /** A working set that is not told shows nothing. */
  #follow(seen: Seen, limitBytes: number): void {
    const risenBytes = seen.workingSetBytes - this.#from.workingSetBytes;
    this.hasRisen = risenBytes > RISEN * limitBytes;
    if (this.hasRisen || risenBytes < 0) this.#from = seen;
  }
}
