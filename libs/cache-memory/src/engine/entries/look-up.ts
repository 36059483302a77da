import { checkKey } from '../options/check-input.js';
import type { EntryStore } from './entry-store.js';
import type { CacheEvents } from '../events/cache-events.js';
import type { EventChannel } from '../events/event-channel.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { Intake } from './intake.js';
import type { LivingInstances } from '../retention/living-instances.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import type { TickingClock } from '../time/ticking-clock.js';

/** Look-ups that may find an entry ended, by its lifetime or by the collector, or stale, or an evicted instance that still lives. */
export class LookUp<K, V> {
  constructor(
    private readonly store: EntryStore<K, V>,
    private readonly living: LivingInstances<K>,
    private readonly intake: Intake<K, V>,
    private readonly clock: TickingClock,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
  ) {}

  /** The value of a key, a hit; `undefined` where there is none. `mayBeStale` says whether one will do that is being renewed. */
  find(key: K, mayBeStale: boolean): V | undefined {
    const slot = this.store.table.index.get(key);
    if (slot !== NONE && this.store.isReady(slot)) return this.store.use(slot);
    return this.findAt(slot, key, mayBeStale);
  }

  /** Like `find`, where the index told the slot of the key, or `NONE`, and it is not ready to be used as it is. */
  findAt(slot: number, key: K, mayBeStale: boolean): V | undefined {
    if (slot === NONE && this.living.size === 0) return undefined;
    const now = this.clock.now();
    if (slot === NONE) return this.#revive(key, now);
    const { store } = this;
    const value = store.liveValue(slot, now);
    if (value === undefined) return this.#revive(key, now);
    const { freshness } = store;
    if (!freshness.isBlank && (mayBeStale ? freshness.servedUntil(slot) : freshness.freshUntil(slot)) <= now)
      return undefined;
    store.lifetimes.use(slot, now);
    store.use(slot);
    return value;
  }

  /** The value of a key without any trace. */
  peek(key: K): V | undefined {
    const { store, living } = this;
    const now = this.clock.now();
    const slot = store.table.index.get(key);
    if (slot === NONE) return living.find(key, now)?.hold.deref() as V | undefined;
    const isUsable = store.lifetimes.deadline(slot) > now || store.holder.retention === 'soft';
    return isUsable && store.freshness.freshUntil(slot) > now ? store.reader.valueAt(slot) : undefined;
  }

  /** Counts a miss. Throws `INVALID_KEY`. */
  missed(key: K): void {
    checkKey(key);
    this.counters.misses++;
  }

  /** Brings an evicted instance back that somebody else still holds. */
  #revive(key: K, now: number): V | undefined {
    const value = this.intake.revive(key, now);
    this.events.tell();
    return value;
  }
}
