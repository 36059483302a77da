import type { EntryOptions } from '../../engine/entries/entry-options.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import type { Constructor } from '../../engine/instances/instance-factory.js';

/** A class that is marked by `@CacheableInstance`, as it was registered. */
export interface CacheableClass {
  /** Its name, which is the key of its instance. */
  readonly name: string;
  readonly type: Constructor;
  /** The region that keeps its instance. */
  readonly cache: MethodInstanceCache;
  readonly entry: EntryOptions;
}
