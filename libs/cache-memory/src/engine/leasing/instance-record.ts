import type { DisposalCause } from '../disposal/disposer.js';
import type { InstanceLease, LeaseKeeper } from './instance-lease.js';

/** What is known of one instance that is leased or will have to be disposed. */
export class InstanceRecord<K, V> implements LeaseKeeper<K, V> {
  /** Entries that hold the instance. */
  residents = 0;
  /** Whether it has left the cache and is not disposed yet. */
  isDoomed = false;
  /** Whether its disposal has begun, or there is nothing more to look after. */
  hasEnded = false;
  cause: DisposalCause = 'unstored';
  /** Bytes that its last entry held. */
  weight = 0;
  /** Keys whose entry left while it was leased. */
  leftFrom: Set<K> | undefined;
  timer: NodeJS.Timeout | undefined;
  #leases: Set<InstanceLease<K, V>> | undefined;

  /** `key` is the one under which it is held or was held last; `onTakenBack` hears that a lease has ended. */
  constructor(
    public key: K,
    readonly value: V,
    readonly isDisposable: boolean,
    private readonly onTakenBack: (record: InstanceRecord<K, V>) => void,
  ) {}

  /** Leases that are open. */
  get leases(): number {
    return this.#leases?.size ?? 0;
  }

  /** The clock's reading at which the oldest open lease began. */
  get leasedSince(): number {
    return this.#leases!.values().next().value!.since;
  }

  hold(lease: InstanceLease<K, V>, now: number): void {
    this.#leases ??= new Set();
    this.#leases.add(lease);
    lease.grant(this, now);
  }

  takeBack(lease: InstanceLease<K, V>): void {
    this.#leases!.delete(lease);
    this.onTakenBack(this);
  }
}
