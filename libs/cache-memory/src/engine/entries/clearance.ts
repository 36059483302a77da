import type { Departures } from './departures.js';
import type { EntryStore } from './entry-store.js';
import type { CacheEvents } from '../events/cache-events.js';
import type { EventChannel } from '../events/event-channel.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { LoadDesk } from '../loading/load-desk.js';
import type { LivingInstances } from '../retention/living-instances.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import type { TickingClock } from '../time/ticking-clock.js';

/** The way out of the cache on request: by key, by tag, or all at once; loads under way are returned to their callers only. */
export class Clearance<K, V> {
  constructor(
    private readonly store: EntryStore<K, V>,
    private readonly clock: TickingClock,
    private readonly living: LivingInstances<K>,
    private readonly loads: LoadDesk<K, V>,
    private readonly departures: Departures<K, V>,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
  ) {}

  removeKey(key: K, cause: 'deleted' | 'invalidated'): void {
    const now = this.clock.now();
    this.loads.supersede(key);
    const slot = this.store.findLive(key, now);
    if (slot !== NONE) this.store.remove(slot, cause, now);
    this.living.forget(key);
    this.events.tell();
  }

  /** Answers how many left. */
  removeAll(cause: 'cleared' | 'closed' | 'invalidated'): number {
    this.loads.supersedeAll();
    const before = this.store.size;
    if (this.departures.areOnlyCounted(cause)) this.counters.removals[cause] += this.store.clear();
    else this.store.removeAll(cause, this.clock.now());
    this.living.forgetAll();
    this.events.tell();
    return before;
  }

  /** Removes what carries one of the tags; answers how many left. */
  removeTagged(tags: readonly string[]): number {
    const now = this.clock.now();
    let removed = 0;
    for (const tag of tags) {
      this.loads.supersedeTagged(tag);
      this.living.forgetTagged(tag);
      for (const slot of this.store.tags.slotsOf(tag)) {
        this.store.remove(slot, 'invalidated', now);
        removed++;
      }
    }
    this.events.tell();
    return removed;
  }
}
