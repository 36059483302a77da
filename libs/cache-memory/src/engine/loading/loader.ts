import type { Duration } from '../options/duration.js';
import type { EntryOptions } from '../entries/entry-options.js';

/** What a loader is given. */
export interface LoadContext<K> {
  readonly key: K;
  /** Aborted when the load timed out, when every caller has left, or when the cache is closed; its reason says which. */
  readonly signal: AbortSignal;
}

/**
 * Makes a missing value. Its error reaches every caller unchanged; `undefined` means that there is none. Neither is cached, unless
 * `negativeTtl` says for how long.
 */
export type Loader<K, V> = (context: LoadContext<K>) => V | PromiseLike<V>;

/** Makes a missing value at once. */
export type SyncLoader<K, V> = (context: { readonly key: K }) => V;

/** What may be said when a value is asked for that may have to be made at once. */
export interface SyncLoadOptions<K = any, V = any> extends EntryOptions<K, V> {
  /** How long the loader's failure, or its answer `undefined`, is remembered, instead of the cache's `negativeTtl`. */
  readonly negativeTtl?: Duration | undefined;
}

/** What may be said when a value is asked for that may have to be loaded. */
export interface LoadOptions<K = any, V = any> extends SyncLoadOptions<K, V> {
  /** Ends this caller's waiting; the load itself goes on for the others, and is aborted when nobody waits any more. */
  readonly signal?: AbortSignal | undefined;
  /** How long the loader may take, instead of the cache's `loadTimeout`. */
  readonly loadTimeout?: Duration | undefined;
}
