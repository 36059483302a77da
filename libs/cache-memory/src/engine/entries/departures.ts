import type { CacheEvents } from '../events/cache-events.js';
import type { CacheSweep } from '../expiry/cache-sweep.js';
import type { EntryReader } from './entry-reader.js';
import type { EntryTable } from './entry-table.js';
import type { EventChannel } from '../events/event-channel.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { RemovalCause } from '../events/removal.js';
import type { LivingInstances } from '../retention/living-instances.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import { type Tiering, UNTIERED } from '../tiering/tiering.js';

/** Writes down what each departure means, while the entry can still be read: it is counted, remembered, noted as an event. */
export class Departures<K, V> {
  constructor(
    private readonly table: EntryTable<K, V>,
    private readonly reader: EntryReader<K, V>,
    private readonly living: LivingInstances<K>,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
    private readonly sweep: CacheSweep<K, V>,
    private readonly instances: InstanceLedger<K, V>,
    private readonly tiering: Tiering<K, V>,
  ) {}

  /** Whether entries that leave for this cause have only to be counted: nobody listens, nothing is leased, disposed, remembered or spilled. */
  areOnlyCounted(cause: RemovalCause): boolean {
    if (this.tiering !== UNTIERED) return false;
    return this.instances.size === 0 && !this.events.has('entry.removed') && !this.living.remembers(cause, false);
  }

  /** The entry in a slot is about to leave. */
  note(slot: number, cause: RemovalCause, now: number): void {
    const weight = this.table.weights.get(slot);
    this.counters.removed(cause, weight);
    if (this.events.has('entry.removed')) this.events.note('entry.removed', this.reader.removalOf(slot, cause, now));
    this.tiering.leaving(slot, cause, now); // before its instance may be disposed
    const isLeased = this.instances.size > 0 && this.#leave(slot, cause, weight);
    if (this.living.remembers(cause, isLeased)) this.#remember(slot, now);
  }

  #leave(slot: number, cause: RemovalCause, weight: number): boolean {
    return this.instances.leave(this.table.keys[slot]!, this.reader.valueAt(slot), cause, weight);
  }

  #remember(slot: number, now: number): void {
    const instance = this.reader.livingInstance(slot, now);
    if (!instance) return;
    this.living.add(this.table.keys[slot]!, instance);
    this.sweep.arm();
  }
}
