/** The port to a cache under the governor. */
export interface GovernedRegion {
  readonly name: string;
  /** What it holds now, and what it was good for so far. */
  holdings(): RegionHoldings;
  /** Drops what has expired or was collected; answers how many entries. */
  evictExpired(): number;
  /** Evicts until no more than this is left; protected entries stay. */
  trim(target: { readonly entries: number; readonly bytes: number }): Relieved;
  /** The same a slice at a time, with turns of the event loop between them; resolves with what left in all. */
  trimGently(target: { readonly entries: number; readonly bytes: number }): Promise<Relieved>;
  /** The way to give up its protected entries too; `undefined` where they have no source to come back from. */
  readonly rebuilding: Rebuilding | undefined;
}

/** Entries that left, and their bytes by the region's weigher. */
export interface Relieved {
  readonly entries: number;
  readonly weight: number;
}

/** How protected entries leave and come back. */
export interface Rebuilding {
  /** Removes everything, protected entries too. */
  empty(): Relieved;
  /** Puts back what the region's source gives, as protected entries; answers how many. Rejects as the source does. */
  rebuild(): Promise<number>;
}

/** What a region holds: entries and bytes, in all and of the protected ones, which are never evicted. */
export interface RegionHoldings {
  readonly entries: number;
  readonly weight: number;
  readonly protectedEntries: number;
  readonly protectedWeight: number;
  /** Bytes promised to it as long as the budget reaches. */
  readonly minBytes: number;
  /** Its own bound; `Infinity` for none. */
  readonly maxBytes: number;
  /** How much its time counts beside that of the others: 1 for as much. */
  readonly importance: number;
  /** Hits so far. */
  readonly hits: number;
  /** Milliseconds that they saved. */
  readonly timeSavedMs: number;
}
