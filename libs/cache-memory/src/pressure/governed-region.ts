/** The port to a cache under the monitor. */
export interface GovernedRegion {
  readonly name: string;
  /** What it holds now. */
  holdings(): RegionHoldings;
  /** Drops what has expired or was collected; answers how many entries. */
  evictExpired(): number;
  /** Evicts until no more than this is left; protected entries stay. */
  trim(target: { readonly entries: number; readonly bytes: number }): {
    readonly entries: number;
    readonly weight: number;
  };
}

/** What a region holds: entries and bytes, in all and of the protected ones, which are never evicted. */
export interface RegionHoldings {
  readonly entries: number;
  readonly weight: number;
  readonly protectedEntries: number;
  readonly protectedWeight: number;
}
