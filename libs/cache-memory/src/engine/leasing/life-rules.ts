import type { Disposer } from '../disposal/disposer.js';

/** How instances live and end, once a cache's options are read. */
export interface LifeRules<K, V> {
  /** Ends every instance; `undefined` where each ends itself, `false` where the cache disposes of none. */
  readonly dispose: Disposer<K, V> | false | undefined;
  /** Milliseconds. */
  readonly drainTimeoutMs: number;
  /** Instances; `Infinity` for no ceiling. */
  readonly maxLeased: number;
  /** Whether a load waits for the disposal of its key's former instance. */
  readonly reloadAfterDisposal: boolean;
}
