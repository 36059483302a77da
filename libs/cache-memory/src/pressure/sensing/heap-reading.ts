/** What V8 tells of its heap, in bytes. */
export interface HeapReading {
  /** All spaces, garbage included. */
  readonly usedBytes: number;
  /** All spaces but the young ones, garbage included. */
  readonly oldGenerationBytes: number;
  /** The memory that the young spaces take, in use or not. */
  readonly youngBytes: number;
  /** Outside the heap, kept alive by objects in it. */
  readonly externalBytes: number;
}
