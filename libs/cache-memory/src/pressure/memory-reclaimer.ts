/** The port to memory of the application that can be given back although no cache of ours holds it. */
export interface MemoryReclaimer {
  /** The name in reports. */
  readonly name: string;
  /** Bytes that it could give back, by its own estimate. Called at each memory check: has to be cheap. */
  estimateBytes(): number;
  /** Gives back about so many bytes, at most; answers how many it gave. */
  reclaim(bytes: number): number;
}
