/** What the instances of marked classes did and are. */
export interface RegistryStats {
  /** Classes that are registered. */
  readonly classes: number;
  /** Calls that found their instance. */
  readonly hits: number;
  /** Calls that had to wait for theirs to be made. */
  readonly misses: number;
  /** `hits / (hits + misses)`, 0 to 1; 0 where nothing was called yet. */
  readonly hitRate: number;
  /** Instances that left without being asked to: by a bound, a lifetime, the collector or memory pressure. */
  readonly evictions: number;
  /** Instances made in all. */
  readonly totalInstantiations: number;
  /** Instances kept now. */
  readonly cachedInstances: number;
  readonly entries: readonly CachedInstance[];
}

/** An instance that is kept. */
export interface CachedInstance {
  readonly name: string;
  readonly region: string;
  /** Milliseconds since it was made; `undefined` where its region keeps no details. */
  readonly ageMs: number | undefined;
  /** Calls that found it; `undefined` where its region keeps no details. */
  readonly accesses: number | undefined;
}
