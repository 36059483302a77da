/** A major garbage collection of V8, which alone tells how much of the heap is live. */
export interface MajorCollection {
  /** 1 for the first one that was seen, then 2, 3, ...: whoever remembers it knows at once whether there was another. */
  readonly number: number;
  /** When it was noticed or, where V8 tells, when it ended; milliseconds on the clock of `performance.now()`. */
  readonly atMs: number;
  /** Bytes that the old generation held at the first look after it. */
  readonly liveHeapBytes: number;
  /** How it was noticed: V8's profile told of it, the heap's spaces had shrunk at a look, or V8's own entry came, after the job that it ran in. */
  readonly source: 'profile' | 'spaces' | 'entry';
}
