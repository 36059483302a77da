import type { CacheEvents } from '../events/cache-events.js';
import type { DisposalDesk } from '../disposal/disposal-desk.js';
import { hasOwnDisposal } from '../disposal/own-disposal.js';
import type { EventChannel } from '../events/event-channel.js';
import type { RemovalCause } from '../events/removal.js';
import type { LivingInstances } from '../retention/living-instances.js';
import { isHoldable } from '../retention/weak-hold.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import { startTimer } from '../time/start-timer.js';
import type { TickingClock } from '../time/ticking-clock.js';
import { InstanceLease } from './instance-lease.js';
import { InstanceRecord } from './instance-record.js';
import { leasesExhausted } from './lease-problems.js';
import type { LifeRules } from './life-rules.js';
import { PromisedLeases } from './promised-leases.js';

/**
 * The lives of instances: who holds each, entries and leases, and when it is to be disposed. It knows those that are leased
 * and those that will have to be disposed, and no others. An instance that no entry holds any more is *doomed*; it is disposed
 * once no lease holds it either, when the operation that ended the last hold has left the cache whole.
 */
export class InstanceLedger<K, V> {
  readonly #records = new Map<V, InstanceRecord<K, V>>();
  readonly #doomed = new Set<InstanceRecord<K, V>>();
  readonly #promised = new Set<PromisedLeases<K, V>>();
  /** Doomed instances that a disposal is due to. */
  #undisposed = 0;
  #drained: (() => void) | undefined;
  readonly #onTakenBack = (record: InstanceRecord<K, V>): void => this.#takenBack(record); // one for all records
  readonly #hasDisposer: boolean;
  /** Leases that are open. */
  leases = 0;
  /** Instances that are leased. */
  leased = 0;
  /** Bytes that doomed instances hold. */
  doomedWeight = 0;

  constructor(
    private readonly region: string,
    private readonly rules: LifeRules<K, V>,
    private readonly clock: TickingClock,
    private readonly living: LivingInstances<K>,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
    private readonly disposals: DisposalDesk<K, V>,
  ) {
    this.#hasDisposer = typeof rules.dispose === 'function';
  }

  /** Instances that it knows. */
  get size(): number {
    return this.#records.size;
  }

  /** Instances that have left the cache and are not disposed yet. */
  get doomed(): number {
    return this.#doomed.size;
  }

  /** An entry holds this value from now on. */
  enter(key: K, value: V): void {
    if (isHoldable(value) || this.#hasDisposer) this.#enter(key, value);
  }

  #enter(key: K, value: V): void {
    const record = this.#find(value) ?? (this.#isDisposable(value) ? this.#open(key, value, true) : undefined);
    if (!record) return;
    record.residents++;
    if (record.isDoomed) this.#reprieve(record);
  }

  /** An entry that holds this value leaves; answers whether the instance is leased, so that it may come back. */
  leave(key: K, value: V | undefined, cause: RemovalCause, weight: number): boolean {
    const record = value === undefined ? undefined : this.#find(value);
    if (!record || record.residents === 0) return false;
    record.residents--;
    record.key = key;
    record.cause = cause;
    record.weight = weight;
    if (record.residents === 0) this.#doom(record);
    if (record.leases === 0) return false;
    (record.leftFrom ??= new Set()).add(key);
    return true;
  }

  /** A value was refused by the cache. */
  refuse(value: V, weight: number): void {
    const record = this.#find(value);
    if (record && record.residents === 0 && !record.isDoomed) record.weight = weight;
  }

  /** A lease on the value of a key. Throws `LEASES_EXHAUSTED`. */
  lease(key: K, value: V, isResident: boolean): InstanceLease<K, V> {
    const known = this.#isIndividual(value) ? this.#find(value) : undefined;
    if (!known?.leases) this.#mustHavePlace(key);
    const record = known ?? this.#open(key, value, this.#isDisposable(value));
    if (!known && isResident) record.residents = 1;
    const lease = new InstanceLease<K, V>(key, record);
    this.#hold(record, lease);
    this.#settle(record);
    return lease;
  }

  /**
   * Keeps an entry's instance from being disposed until it is encoded; answers what lets it go, `undefined` where nobody will
   * dispose of it, or `exhausted` where no more instances may be leased.
   */
  holdToEncode(key: K, value: V): (() => void) | 'exhausted' | undefined {
    if (!this.#isIndividual(value) || !(this.#find(value)?.isDisposable ?? this.#isDisposable(value))) return undefined;
    if (!this.#find(value)?.leases && this.leased + this.#promised.size >= this.rules.maxLeased) return 'exhausted';
    const lease = this.lease(key, value, true);
    return () => lease.release();
  }

  /** Leases on what a load of the key is going to bring. Throws `LEASES_EXHAUSTED`. */
  promise(key: K): PromisedLeases<K, V> {
    this.#mustHavePlace(key);
    const promised = new PromisedLeases<K, V>((empty) => this.#promised.delete(empty));
    this.#promised.add(promised);
    return promised;
  }

  /**
   * Gives those who wait for a load what it brought, before anybody else can dispose it. Answers what has to be called once
   * the value is stored or was refused.
   */
  keep(promised: PromisedLeases<K, V>, key: K, value: V): () => void {
    this.#promised.delete(promised);
    if (promised.open.size === 0) return () => {};
    const known = this.#isIndividual(value) ? this.#find(value) : undefined;
    const record = known ?? this.#open(key, value, this.#isDisposable(value));
    for (const lease of promised.open) this.#hold(record, lease);
    return () => this.#settle(record);
  }

  /** Disposes what a load brought for which nobody waited any more. */
  abandon(key: K, value: V): void {
    if (!this.#isDisposable(value) || this.#find(value)) return;
    this.#doom(this.#open(key, value, true));
  }

  /** Resolves once everything that is doomed is disposed; what is still leased after the drain time-out is disposed then. */
  async drain(): Promise<void> {
    if (this.#undisposed === 0) return;
    const timer = startTimer(() => this.#endAll(), this.rules.drainTimeoutMs);
    await new Promise<void>((resolve) => (this.#drained = resolve));
    clearTimeout(timer);
  }

  /** Whether a value is an instance of its own: primitives are only where a disposer was given, as for handles. */
  #isIndividual(value: V): boolean {
    return isHoldable(value) || this.#hasDisposer;
  }

  #isDisposable(value: V): boolean {
    const { dispose } = this.rules;
    if (dispose === false || value === undefined) return false;
    return dispose !== undefined || (isHoldable(value) && hasOwnDisposal(value));
  }

  #find(value: V): InstanceRecord<K, V> | undefined {
    return this.#records.size === 0 ? undefined : this.#records.get(value);
  }

  #open(key: K, value: V, isDisposable: boolean): InstanceRecord<K, V> {
    const record = new InstanceRecord(key, value, isDisposable, this.#onTakenBack);
    if (this.#isIndividual(value)) this.#records.set(value, record);
    else record.residents = 1; // nothing tells one 5 from another, so that it never leaves
    return record;
  }

  #hold(record: InstanceRecord<K, V>, lease: InstanceLease<K, V>): void {
    if (record.leases === 0) this.leased++;
    this.leases++;
    record.hold(lease, this.clock.now());
  }

  /** Dooms a leased instance that no entry holds. */
  #settle(record: InstanceRecord<K, V>): void {
    if (record.residents === 0 && !record.isDoomed && !record.hasEnded) this.#doom(record);
  }

  #takenBack(record: InstanceRecord<K, V>): void {
    this.leases--;
    if (record.leases > 0) return;
    this.leased--;
    clearTimeout(record.timer);
    if (this.living.retention === 'strong') this.#forget(record);
    if (record.isDoomed) this.#endSoon(record);
    else if (!record.isDisposable) this.#records.delete(record.value);
    this.events.tell();
  }

  /** What left a strong cache while it was leased may come back only as long as it is. */
  #forget(record: InstanceRecord<K, V>): void {
    for (const key of record.leftFrom ?? []) this.living.forgetInstance(key, record.value);
    record.leftFrom = undefined;
  }

  #mustHavePlace(key: K): void {
    const { maxLeased } = this.rules;
    if (this.leased + this.#promised.size >= maxLeased) throw leasesExhausted(this.region, key, maxLeased);
  }

  #doom(record: InstanceRecord<K, V>): void {
    record.isDoomed = true;
    this.#doomed.add(record);
    this.doomedWeight += record.weight;
    if (record.isDisposable) this.#undisposed++;
    if (record.leases === 0) this.#endSoon(record);
    else this.#watch(record);
  }

  #reprieve(record: InstanceRecord<K, V>): void {
    clearTimeout(record.timer);
    this.#forgetDoomed(record);
  }

  #forgetDoomed(record: InstanceRecord<K, V>): void {
    record.isDoomed = false;
    this.#doomed.delete(record);
    this.doomedWeight = this.#doomed.size === 0 ? 0 : this.doomedWeight - record.weight;
    if (!record.isDisposable || --this.#undisposed > 0) return;
    this.#drained?.();
  }

  #endSoon(record: InstanceRecord<K, V>): void {
    this.events.defer(() => {
      if (record.leases === 0) this.#end(record);
    });
  }

  #end(record: InstanceRecord<K, V>): void {
    if (!record.isDoomed || record.hasEnded) return;
    record.hasEnded = true;
    const { key, value, cause } = record;
    if (this.#records.get(value) === record) this.#records.delete(value);
    const disposal = record.isDisposable ? this.disposals.begin(value, { key, cause }) : undefined;
    if (disposal) void disposal.then(() => this.#forgetDoomed(record));
    else this.#forgetDoomed(record);
  }

  #endAll(): void {
    for (const record of Array.from(this.#doomed)) this.#end(record);
  }

  #watch(record: InstanceRecord<K, V>): void {
    clearTimeout(record.timer);
    const overdue = (): void => this.#tellOverdue(record);
    record.timer = startTimer(overdue, this.rules.drainTimeoutMs);
    record.timer.unref();
  }

  #tellOverdue(record: InstanceRecord<K, V>): void {
    const { key, cause, leases } = record;
    this.counters.overdueLeases++;
    this.events.note('lease.overdue', { key, cause, leases, ageMs: this.clock.exact() - record.leasedSince });
    this.events.tell();
  }
}
