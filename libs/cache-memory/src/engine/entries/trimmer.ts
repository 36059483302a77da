import type { Departures } from './departures.js';
import type { EntryStore } from './entry-store.js';
import type { CacheEvents } from '../events/cache-events.js';
import type { EventChannel } from '../events/event-channel.js';
import type { TickingClock } from '../time/ticking-clock.js';
import { readTrimTarget, type TrimResult, type TrimTarget } from './trim-target.js';

/** Entries that a gentle trim evicts before it gives the event loop its turn. */
const SLICE = 1_000;

/** Evicts down to a target by the policy, cause `pressure`: at once, or in slices. */
export class Trimmer<K, V> {
  constructor(
    private readonly store: EntryStore<K, V>,
    private readonly clock: TickingClock,
    private readonly departures: Departures<K, V>,
    private readonly events: EventChannel<CacheEvents<K, V>>,
  ) {}

  trim(target: TrimTarget): TrimResult {
    const { bytes, entries } = readTrimTarget(target);
    const removed = { entries: 0, weight: 0 };
    this.#evict(entries, bytes, Infinity, removed);
    return removed;
  }

  async trimGently(target: TrimTarget): Promise<TrimResult> {
    const { bytes, entries } = readTrimTarget(target);
    const removed = { entries: 0, weight: 0 };
    while (this.#evict(entries, bytes, SLICE, removed)) await new Promise((resolve) => setImmediate(resolve));
    return removed;
  }

  /** Evicts so many at the most, adding them to what was removed; answers whether more is due. */
  #evict(entries: number, bytes: number, most: number, removed: { entries: number; weight: number }): boolean {
    const { store } = this;
    const { size, weight } = store;
    const areOnlyCounted = this.departures.areOnlyCounted('pressure');
    const isMoreDue = store.room.evictDownTo(entries, bytes, 'pressure', this.clock.now(), most, areOnlyCounted);
    removed.entries += size - store.size;
    removed.weight += weight - store.weight;
    this.events.tell();
    return isMoreDue;
  }
}
