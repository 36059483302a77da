import type { Lease } from './lease.js';
import { leaseEnded } from './lease-problems.js';

/** Who answers for a lease: whoever will bring its instance, then whoever looks after it. */
export interface LeaseKeeper<K, V> {
  readonly value: V;
  takeBack(lease: InstanceLease<K, V>): void;
}

/** A lease from its promise to its end. */
export class InstanceLease<K, V> implements Lease<V, K> {
  #keeper: LeaseKeeper<K, V> | undefined;
  #since = 0;

  constructor(
    readonly key: K,
    keeper: LeaseKeeper<K, V>,
  ) {
    this.#keeper = keeper;
  }

  get value(): V {
    if (!this.#keeper) throw leaseEnded(this.key);
    return this.#keeper.value;
  }

  /** The clock's reading at which the instance came into the lease. */
  get since(): number {
    return this.#since;
  }

  /** The instance is there. */
  grant(keeper: LeaseKeeper<K, V>, now: number): void {
    this.#keeper = keeper;
    this.#since = now;
  }

  release(): void {
    const keeper = this.#keeper;
    this.#keeper = undefined;
    keeper?.takeBack(this);
  }

  [Symbol.dispose](): void {
    this.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.release();
    return Promise.resolve();
  }
}
