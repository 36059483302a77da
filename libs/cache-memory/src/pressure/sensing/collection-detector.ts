import type { MajorCollection } from './major-collection.js';

/** A fall of the old generation by more than this share between two looks is a major collection: nothing else frees it. */
const FALL = 0.03;
/** Looks that are remembered until V8's entry of a collection arrives. */
const REMEMBERED = 64;

interface Look {
  readonly atMs: number;
  readonly oldGenerationBytes: number;
}

/**
 * Notices major collections, each once, from two signs: looks at the old generation's size, which falls at nothing else, and V8's
 * entries, which miss none but arrive after the current job, when much has been allocated since.
 */
export class CollectionDetector {
  #looks: Look[] = [];
  #last: MajorCollection | undefined;

  /** The last collection noticed. */
  get last(): MajorCollection | undefined {
    return this.#last;
  }

  /** Takes what V8's profile tells of a major collection since the last look, and the size of the old generation at this moment. */
  lookAfter(liveHeapBytes: number, atMs: number, oldGenerationBytes: number): void {
    this.#note(atMs, liveHeapBytes, 'profile');
    this.#remember(atMs, oldGenerationBytes);
  }

  /** Takes the size of the old generation, in bytes, at a moment. */
  look(atMs: number, oldGenerationBytes: number): void {
    const before = this.#looks.at(-1);
    if (before && oldGenerationBytes < before.oldGenerationBytes * (1 - FALL)) {
      this.#note(atMs, oldGenerationBytes, 'spaces');
    }
    this.#remember(atMs, oldGenerationBytes);
  }

  /**
   * Takes V8's entry of a major collection that ended at `endedAtMs`, together with a look at this moment. One that a look has
   * noticed is not counted again.
   */
  enter(endedAtMs: number, nowMs: number, oldGenerationBytes: number): void {
    this.look(nowMs, oldGenerationBytes);
    if (this.#last && endedAtMs <= this.#last.atMs) return;
    const after = this.#looks.find(({ atMs }) => atMs >= endedAtMs);
    this.#note(endedAtMs, after?.oldGenerationBytes ?? oldGenerationBytes, 'entry');
  }

  #remember(atMs: number, oldGenerationBytes: number): void {
    if (this.#looks.length >= REMEMBERED) this.#looks = this.#looks.slice(REMEMBERED / 2);
    this.#looks.push({ atMs, oldGenerationBytes });
  }

  #note(atMs: number, liveHeapBytes: number, source: MajorCollection['source']): void {
    const number = (this.#last?.number ?? 0) + 1;
    this.#last = Object.freeze({ number, atMs, liveHeapBytes, source });
  }
}
