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
  /** Failed loads remembered because of `negativeTtl`; some whose time is over may be among them for a while. */
  readonly rememberedFailures: number;
  /** Evicted instances remembered weakly because somebody else may hold them; dead ones may be among them for a while. */
  readonly remembered: number;
  /** Leases that are open. */
  readonly leases: number;
  /** Instances that are leased, entries or not. */
  readonly leased: number;
  /** Instances that have left the cache and are not disposed yet, because they are leased or their disposal is under way. */
  readonly doomed: number;
  /** Bytes that those hold, beside `weight`. */
  readonly doomedWeight: number;
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
  rememberedFailures: 0,
  remembered: 0,
  leases: 0,
  leased: 0,
  doomed: 0,
  doomedWeight: 0,
});

const NAMES = Object.keys(NO_HOLDINGS) as (keyof CacheHoldings)[];

/** The holdings of all together. */
export function sumHoldings(all: readonly CacheHoldings[]): CacheHoldings {
  const sum: { -readonly [Name in keyof CacheHoldings]: number } = { ...NO_HOLDINGS };
  for (const holdings of all) for (const name of NAMES) sum[name] += holdings[name];
  return sum;
}
