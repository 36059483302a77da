/** How far the caches together are from the next look at memory, and whether anything may be stored. */
export interface Pace {
  /** Believed bytes that may still be inserted before the next look. */
  leftBytes: number;
  isOpen: boolean;
  /** Looks at memory, and sets the pace anew. */
  look(): void;
}

/** What one region's cache is told: how much it may hold, and whether a value may be stored. One subtraction and one comparison an insert. */
export class RegionMeter {
  /** Bytes that the region may hold now. */
  allowedBytes: number = Infinity;

  constructor(private readonly pace: Pace) {}

  /** Notes an insertion to come; answers whether it may be stored. */
  admits(weight: number): boolean {
    const { pace } = this;
    pace.leftBytes -= weight;
    if (pace.leftBytes < 0) pace.look();
    return pace.isOpen;
  }
}
