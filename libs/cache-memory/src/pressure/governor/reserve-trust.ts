/** The part of a reserve that is not trusted yet falls to this with each major collection after which the container counts no more. */
const DISTRUST = 0.9;
/** Of the reserve so much stays untouched in any case, as a share of the container's limit: it is in pieces. */
const LEFT = 0.2;
/** Major collections for which the most that others had is remembered. */
const REMEMBERED = 64;

/** What a look shows of a container, in bytes. */
export interface ReserveLook {
  /** What the container counts besides what is in use. */
  readonly besidesBytes: number;
  /** What is in use by others than the caches. */
  readonly othersBytes: number;
  /** What is in use outside the heap. */
  readonly externalBytes: number;
  readonly limitBytes: number;
}

/**
 * Says how much of what a container counts besides what is in use may serve the caches after all. An allocator that once had to take more for
 * them keeps what was in use since, often without end. So its reserve is tried again, more of it with each major collection while the
 * container counts no more, and none once it does: but no more than was once in use outside the heap, since V8 gives back what it has in
 * reserve when it is asked to. What others than the caches had at their most stays theirs: they may come back for it, and
 * take from the kernel what caches have divided.
 */
export class ReserveTrust {
  /** The least that was ever counted besides: code, stacks, the young generation. */
  #leastBytes = Infinity;
  #calmCollections = 0;
  /** The most that was ever in use outside the heap. */
  #mostExternalBytes = 0;
  #othersAtCollections: readonly number[] = [];
  #now: ReserveLook | undefined;

  /** Takes a look: whether the container has risen by now, and whether there was a major collection since the one before. */
  observe(look: ReserveLook, hasRisen: boolean, isCollected: boolean): void {
    this.#now = look;
    this.#leastBytes = Math.min(this.#leastBytes, look.besidesBytes);
    this.#mostExternalBytes = Math.max(this.#mostExternalBytes, look.externalBytes);
    if (isCollected) this.#othersAtCollections = [look.othersBytes, ...this.#othersAtCollections].slice(0, REMEMBERED);
    if (hasRisen) this.#calmCollections = 0;
    else if (isCollected) this.#calmCollections++;
  }

  /** Bytes of a container's rest, as it is known so far, that an allocator keeps in reserve. */
  keptWithin(restBytes: number): number {
    const now = this.#now;
    if (!now || now.limitBytes === Infinity) return 0;
    return Math.max(0, Math.min(restBytes - this.#leastBytes, this.#mostExternalBytes - now.externalBytes));
  }

  /** Bytes of the rest that may serve. */
  within(restBytes: number): number {
    if (!this.#now) return 0;
    const { othersBytes, limitBytes } = this.#now;
    const theirsBytes = Math.max(othersBytes, ...this.#othersAtCollections) - othersBytes;
    const reserveBytes = this.keptWithin(restBytes - theirsBytes - LEFT * limitBytes);
    const trust = 1 - DISTRUST ** Math.max(0, this.#calmCollections - 1);
    return trust * reserveBytes;
  }
}
