/** How full one memory is. */
export interface MemoryReading {
  /** Which memory: `heap`, `container`, `machine` or `configured`. */
  readonly source: string;
  /** Bytes that are needed, garbage left out. */
  readonly usedBytes: number;
  readonly limitBytes: number;
}
