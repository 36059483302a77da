import { InstanceLease, type LeaseKeeper } from './instance-lease.js';

/** The leases that callers of one load wait for: what it brings is theirs from the moment it comes. */
export class PromisedLeases<K, V> implements LeaseKeeper<K, V> {
  readonly open: Set<InstanceLease<K, V>> = new Set();

  /** `onEmpty` hears that the last of those who waited has left. */
  constructor(private readonly onEmpty: (promised: PromisedLeases<K, V>) => void) {}

  get value(): V {
    throw new TypeError('nobody is given a lease before its instance is there');
  }

  add(key: K): InstanceLease<K, V> {
    const lease = new InstanceLease<K, V>(key, this);
    this.open.add(lease);
    return lease;
  }

  takeBack(lease: InstanceLease<K, V>): void {
    this.open.delete(lease);
    if (this.open.size === 0) this.onEmpty(this);
  }
}
