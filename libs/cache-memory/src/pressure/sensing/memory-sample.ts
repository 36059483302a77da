/** What the process's memory looked like at one moment. Frozen; `undefined` where this machine does not tell. */
export interface MemorySample {
  /** When it was taken, milliseconds on the monotonic clock of `performance.now()`. */
  readonly atMs: number;
  /** Bytes that V8's heap holds in all its spaces, garbage included. */
  readonly heapUsedBytes: number;
  /** The part of them that is not young, garbage included: what the heap's limit is held against. */
  readonly oldGenerationUsedBytes: number;
  /** Memory that the young generation takes, in use or not. */
  readonly youngGenerationBytes: number;
  /** Bytes that the old generation may reach, without the semi-spaces; beyond it V8 ends the process or the worker. */
  readonly heapLimitBytes: number;
  /** Bytes outside the heap that objects in it keep alive, Buffers included; known to V8. */
  readonly externalBytes: number;
  /** The part of them in ArrayBuffers and Buffers; up to a quarter of a second old. */
  readonly arrayBufferBytes: number;
  /** Bytes of the process that are resident; up to a quarter of a second old. */
  readonly rssBytes: number;
  /** The limit of the container that has the least room left; `undefined` where none is set. */
  readonly containerLimitBytes: number | undefined;
  /** Bytes charged to that container, page cache included. */
  readonly containerUsageBytes: number | undefined;
  /** Those bytes without the page cache and slabs that the kernel takes back before it kills anything. */
  readonly containerWorkingSetBytes: number | undefined;
  /** The share of the last ten seconds, 0 to 1, in which something waited for memory (PSI); for information only. */
  readonly stallShare: number | undefined;
  /** Bytes that were live after the last major collection; `undefined` before the first one that was seen. */
  readonly liveHeapBytes: number | undefined;
  /** Major collections seen so far. */
  readonly majorCollections: number;
  /** The sources that could not be read, by name; others stand in for them where there are any. */
  readonly unreadable: readonly string[];
}
