/** The token of the surroundings of `CacheMemory`; provided in tests only, since they are the process unless said. */
export const CACHE_SURROUNDINGS: symbol = Symbol('CACHE_SURROUNDINGS');
