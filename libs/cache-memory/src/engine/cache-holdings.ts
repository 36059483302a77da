/** What a cache holds at one moment; holdings of several caches add up. */
export interface CacheHoldings {
  readonly entries: number;
  /** Bytes that the entries hold, by the weigher. */
  readonly weight: number;
  /** Entries that are never evicted. */
  readonly protectedEntries: number;
  /** Bytes of the entries that are never evicted. */
  readonly protectedWeight: number;
  /** Entries that may be evicted. */
  readonly evictableEntries: number;
  /** Bytes of the entries that may be evicted. */
  readonly evictableWeight: number;
  /** Loads under way. */
  readonly loading: number;
  /** Evicted instances remembered weakly because somebody else may hold them; dead ones may be among them for a while. */
  readonly remembered: number;
}

/** Holdings of nothing. */
export const NO_HOLDINGS: CacheHoldings = Object.freeze({
  entries: 0,
  weight: 0,
  protectedEntries: 0,
  protectedWeight: 0,
  evictableEntries: 0,
  evictableWeight: 0,
  loading: 0,
  remembered: 0,
});

/** The holdings of both together. */
export function addHoldings(one: CacheHoldings, other: CacheHoldings): CacheHoldings {
  const names = Object.keys(NO_HOLDINGS) as (keyof CacheHoldings)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as CacheHoldings;
}
