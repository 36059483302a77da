import type { RemovalCause } from '../events/removal.js';

/**
 * Why an instance is disposed: the cause by which its last entry left, or `unstored` for one that never became an entry, because
 * it was too heavy, was refused, its key changed meanwhile, or nobody waited for it any more.
 */
export type DisposalCause = RemovalCause | 'unstored';

/** What a disposer is told. */
export interface DisposalContext<K> {
  /** The key under which the instance was last held. */
  readonly key: K;
  readonly cause: DisposalCause;
}

/** Ends the life of an instance; what it answers is awaited where it is a promise. */
export type Disposer<K, V> = (value: V, context: DisposalContext<K>) => unknown;
