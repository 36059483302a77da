import type { Retention } from './retention.js';
import { isHoldable, WeakHold } from './weak-hold.js';

/** What stands in the cache for a value: the value, or a weak reference to it. */
export type Held<V> = V | WeakHold<object>;

/** Puts values into the form in which a retention keeps them, and takes them out again. */
export class ValueHolder<V> {
  /** Whether entries can be evicted by the garbage collector. */
  readonly isWeak: boolean;
  /** Whether evicted instances are remembered. */
  readonly remembers: boolean;

  constructor(readonly retention: Retention) {
    this.isWeak = retention === 'weak';
    this.remembers = retention !== 'strong';
  }

  /** A protected value is held strongly, since the collector's taking it would be an eviction. */
  hold(value: V, isProtected: boolean): Held<V> {
    return this.isWeak && !isProtected && isHoldable(value) ? new WeakHold(value) : value;
  }

  /** The value, or `undefined` where the collector took it. */
  value(held: Held<V>): V | undefined {
    return this.isWeak && held instanceof WeakHold ? (held.deref() as V | undefined) : (held as V);
  }

  /** Bytes that the cache keeps alive by holding a value of this weight: none where it holds it weakly. */
  heldWeight(value: V, weight: number, isProtected: boolean): number {
    return this.isWeak && !isProtected && isHoldable(value) ? 0 : weight;
  }
}
