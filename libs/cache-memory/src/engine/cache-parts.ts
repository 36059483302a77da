import type { ByteMeter } from './byte-meter.js';
import type { ReadCacheOptions } from './cache-options.js';
import { CacheTerms } from './cache-terms.js';
import { DisposalDesk } from './disposal/disposal-desk.js';
import { Clearance } from './entries/clearance.js';
import { Departures } from './entries/departures.js';
import { EntryStore } from './entries/entry-store.js';
import { Intake } from './entries/intake.js';
import { LookUp } from './entries/look-up.js';
import { PlainIntake } from './entries/plain-intake.js';
import { Trimmer } from './entries/trimmer.js';
import { CACHE_EVENTS, type CacheEvents } from './events/cache-events.js';
import { EventChannel } from './events/event-channel.js';
import { warnOfFailures } from './events/warn-of-failures.js';
import { NONE } from './eviction/eviction-policy.js';
import { CacheSweep } from './expiry/cache-sweep.js';
import { BackgroundGate } from './freshness/background-gate.js';
import { Refresher } from './freshness/refresher.js';
import { InstanceLedger } from './leasing/instance-ledger.js';
import type { LifeRules } from './leasing/life-rules.js';
import { LoadDesk } from './loading/load-desk.js';
import { LoadRequests } from './loading/load-requests.js';
import type { LoadedStore } from './loading/loaded-store.js';
import { LivingInstances } from './retention/living-instances.js';
import { StatsCounters } from './statistics/stats-counters.js';
import { TierDesk } from './tiering/tier-desk.js';
import { type Tiering, UNTIERED } from './tiering/tiering.js';

/** The parts of a cache, each knowing those it works with. */
export interface CacheParts<K, V> {
  readonly terms: CacheTerms;
  readonly store: EntryStore<K, V>;
  readonly living: LivingInstances<K>;
  readonly counters: StatsCounters;
  readonly events: EventChannel<CacheEvents<K, V>>;
  readonly instances: InstanceLedger<K, V>;
  readonly tiering: Tiering<K, V>;
  readonly loads: LoadDesk<K, V>;
  readonly sweep: CacheSweep<K, V>;
  readonly plain: PlainIntake<K, V>;
  readonly intake: Intake<K, V>;
  readonly lookUp: LookUp<K, V>;
  readonly requests: LoadRequests<K, V>;
  readonly refresher: Refresher<K, V>;
  readonly clearance: Clearance<K, V>;
  readonly trimmer: Trimmer<K, V>;
  readonly background: BackgroundGate;
}

/** Puts a cache together from its options. `meter` governs its bytes together with those of other caches. */
export function assembleCache<K, V>(options: ReadCacheOptions, meter: ByteMeter): CacheParts<K, V> {
  const { region, retention, weigher, clock, random, tier, settings } = options;
  const life = options.life as LifeRules<K, V>;
  const terms = new CacheTerms(region, settings);
  const counters = new StatsCounters();
  const events = new EventChannel<CacheEvents<K, V>>(CACHE_EVENTS);
  const living = new LivingInstances<K>(retention);
  const background = new BackgroundGate();
  const disposals = new DisposalDesk<K, V>(life.dispose || undefined, life.drainTimeoutMs, counters, events);
  const instances = new InstanceLedger<K, V>(region, life, clock, living, counters, events, disposals);
  const store: EntryStore<K, V> = new EntryStore(
    settings,
    retention,
    clock,
    counters,
    (slot, cause, now) => departures.note(slot, cause, now),
    meter,
  );
  const { table, reader } = store;
  const sweep = new CacheSweep(
    store,
    living,
    clock,
    () => events.tell(),
    warnOfFailures(`region '${region}': sweeping`),
  );
  const tiering: Tiering<K, V> = tier
    ? new TierDesk<K, V>(
        {
          region,
          table,
          reader,
          clock,
          counters,
          events,
          instances,
          gate: background,
          drop: (key) => {
            if (!terms.isClosed) clearance.removeKey(key, 'invalidated');
          },
          dropTagged: (tags) => {
            if (terms.isClosed) return;
            if (tags) clearance.removeTagged(tags);
            else clearance.removeAll('invalidated');
          },
        },
        tier,
      )
    : UNTIERED;
  const departures = new Departures(table, reader, living, counters, events, sweep, instances, tiering);
  const plain = new PlainIntake(store, departures, counters, instances, events);
  const intake = new Intake<K, V>(
    region,
    weigher,
    clock,
    store,
    living,
    counters,
    events,
    sweep,
    instances,
    plain,
    random,
    meter,
  );
  const loaded: LoadedStore<K, V> = {
    put: (...entry) => !terms.isClosed && intake.put(...entry),
    restore: (...entry) => !terms.isClosed && intake.restore(...entry),
    holds: (key) => table.index.get(key) !== NONE,
    drop: (key) => refresher.drop(key),
  };
  const awaited = life.reloadAfterDisposal ? disposals : undefined;
  const loads = new LoadDesk<K, V>(clock, counters, events, instances, awaited, loaded, tiering);
  const refresher: Refresher<K, V> = new Refresher(store, loads, counters, clock, background);
  const lookUp = new LookUp(store, living, intake, clock, counters, events);
  const requests = new LoadRequests(terms, store, lookUp, loads, instances, refresher);
  const clearance: Clearance<K, V> = new Clearance(store, clock, living, loads, departures, counters, events);
  const trimmer = new Trimmer(store, clock, departures, events);
  return {
    terms,
    store,
    living,
    counters,
    events,
    instances,
    tiering,
    loads,
    sweep,
    plain,
    intake,
    lookUp,
    requests,
    refresher,
    clearance,
    trimmer,
    background,
  };
}
