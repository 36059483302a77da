import type { CacheOptions } from '../engine/cache-options.js';
import type { MemoryOptions } from './memory-options.js';
import type { RegionOptions } from './region-options.js';

/**
 * The options of the whole: those of the default region at the top, other regions, and how memory is watched. Without any
 * option the default region holds up to 1,000 entries within a quarter of what the process may use.
 */
export interface CacheMemoryOptions extends Omit<CacheOptions, 'region' | 'tier'>, Pick<RegionOptions, 'tier'> {
  /** The default region's name; `default` unless said. */
  readonly name?: string | undefined;
  /** Further regions. */
  readonly regions?: readonly RegionOptions[] | undefined;
  readonly memory?: MemoryOptions | undefined;
}
