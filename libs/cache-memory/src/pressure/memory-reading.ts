/** How full one memory is. */
export interface MemoryReading {
  /** Which memory: `heap`, `container` or `configured`. */
  readonly source: string;
  readonly usedBytes: number;
  readonly limitBytes: number;
}

/** The share of its limit that a memory has in use; above 1 where it is over. */
export function usageOf(reading: MemoryReading): number {
  return reading.usedBytes / reading.limitBytes;
}
