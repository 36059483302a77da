import { constants, performance, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { CollectionDetector } from './collection-detector.js';
import { CollectionProfile } from './collection-profile.js';
import type { MajorCollection } from './major-collection.js';

const { supportedEntryTypes } = PerformanceObserver as unknown as { readonly supportedEntryTypes: readonly string[] };

/**
 * Watches this thread's major collections: by every look that it is shown, and by V8's own entries, whose observer does not keep
 * the process alive. Any number of watches may stand side by side.
 */
export class CollectionWatch {
  readonly #detector = new CollectionDetector();
  readonly #profile = new CollectionProfile();
  readonly #observer: PerformanceObserver | undefined;

  /**
   * `oldGenerationBytes` reads the size of the old generation, in bytes. From `profileFromBytes` on V8 is asked to record its
   * collections, so that none is missed where each one counts.
   */
  constructor(
    private readonly oldGenerationBytes: () => number,
    private readonly profileFromBytes: number = Infinity,
  ) {
    if (!supportedEntryTypes.includes('gc')) return;
    this.#observer = new PerformanceObserver((list) => this.#take(list.getEntries()));
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** Whether V8's entries are heard; without them collections are noticed by looks alone. */
  get hearsEntries(): boolean {
    return this.#observer !== undefined;
  }

  /** The last collection noticed. */
  get last(): MajorCollection | undefined {
    return this.#detector.last;
  }

  /** Shows the size of the old generation, in bytes, at a moment on the clock of `performance.now()`. */
  look(atMs: number, oldGenerationBytes: number): void {
    const isProfiled = oldGenerationBytes >= this.profileFromBytes;
    const liveBytes = isProfiled ? this.#profile.take() : undefined;
    if (!isProfiled) this.#profile.stop();
    if (liveBytes === undefined) this.#detector.look(atMs, oldGenerationBytes);
    else this.#detector.lookAfter(liveBytes, atMs, oldGenerationBytes);
  }

  close(): void {
    this.#profile.stop();
    this.#observer?.disconnect();
  }

  #take(entries: readonly PerformanceEntry[]): void {
    const major = entries.findLast(isMajor);
    if (!major) return;
    const nowMs = performance.now();
    const oldGenerationBytes = this.oldGenerationBytes();
    this.look(nowMs, oldGenerationBytes); // a profile tells more than the entry, and must not tell it again
    this.#detector.enter(major.startTime + major.duration, nowMs, oldGenerationBytes);
  }
}

function isMajor(entry: PerformanceEntry): boolean {
  const { detail } = entry as { readonly detail?: { readonly kind?: number } };
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
