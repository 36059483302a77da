import type { CacheEvents } from '../events/cache-events.js';
import type { EntryReader } from '../entries/entry-reader.js';
import type { EntryTable } from '../entries/entry-table.js';
import type { EventChannel } from '../events/event-channel.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { BackgroundGate } from '../freshness/background-gate.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { RemovalCause } from '../events/removal.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import { startTimer } from '../time/start-timer.js';
import type { TickingClock } from '../time/ticking-clock.js';
import { agedEntry } from './aged-entry.js';
import { ClearLog } from './clear-log.js';
import type { EntryTier, TierEntry, TierOperation, TierSource, TierState } from './entry-tier.js';
import { type LoadTurn, OWN_TURN } from './load-turn.js';
import { LoadTurns } from './load-turns.js';
import type { Tiering } from './tiering.js';
import { TierWork } from './tier-work.js';

/** Debts that a miss has tried again, so that one miss does not pay for all. */
const DEBTS_AT_ONCE = 16;

/**
 * How long a closing waits, in milliseconds, after it has dropped the writes that were not begun: what those were to replace has to be
 * forgotten, or it comes back.
 */
const LAST_WAIT_MS = 5_000;

/** The parts of a cache that its tier has to do with. */
export interface TieredCache<K, V> {
  readonly region: string;
  readonly table: EntryTable<K, V>;
  readonly reader: EntryReader<K, V>;
  readonly clock: TickingClock;
  readonly counters: StatsCounters;
  readonly events: EventChannel<CacheEvents<K, V>>;
  readonly instances: InstanceLedger<K, V>;
  readonly gate: BackgroundGate;
  /** Drops what the cache has of a key, and keeps loads of it from being stored, because somebody else changed it. */
  drop(key: K): void;
  /** The same for tags, or for everything. */
  dropTagged(tags: readonly string[] | undefined): void;
}

/** Where entries leave for the tier and come back from it. A hit knows nothing of it. */
export class TierDesk<K, V> implements Tiering<K, V> {
  state: TierState = 'working';
  readonly #tier: EntryTier<K, V>;
  readonly #work: TierWork<K, V>;
  readonly #turns: LoadTurns<K>;
  readonly #log = new ClearLog();
  readonly #spillsStored: boolean;
  /** When the copies end that the tier has of entries, or is about to have. An entry that was used since then ends later. */
  readonly #copies = new Map<K, number>();

  constructor(
    private readonly cache: TieredCache<K, V>,
    source: TierSource<K, V>,
  ) {
    this.#spillsStored = source.spill === 'stored';
    this.#tier = source.open(cache.region, {
      changed: (key) => this.#changedElsewhere(key),
      cleared: (tags) => this.#clearedElsewhere(tags),
      turned: (state, reason) => this.#turned(state, reason),
    });
    this.#work = new TierWork(this.#tier, {
      mayWrite: () => this.#mayWrite,
      written: () => this.cache.counters.spills++,
      refused: (key) => this.#refused(key),
      dropped: (key) => this.#dropped(key),
      failed: (operation, key, error) => this.#failed(operation, key, error),
    });
    this.#turns = new LoadTurns({
      claims: this.#tier.claims,
      written: (key) => this.#work.over(key),
      failed: (key, error) => this.#failed('claim', key, error),
    });
  }

  leaving(slot: number, cause: RemovalCause, now: number): void {
    const { table, reader } = this.cache;
    const key = table.keys[slot]!;
    const copyEndsAt = this.#copies.get(key) ?? -Infinity;
    this.#copies.delete(key);
    if (!isSpilled(cause) || reader.endsAt(slot) <= copyEndsAt) return;
    const waiting = this.#work.waitingWrite(key);
    if (waiting?.entry.value === reader.valueAt(slot)) return;
    this.#write(key, slot, now, cause === 'closed');
  }

  changed(key: K): void {
    this.#turns.changed(key);
    this.#copies.delete(key);
    this.#work.forget(key);
  }

  stored(key: K): void {
    const slot = this.#spillsStored ? this.cache.table.index.get(key) : NONE;
    if (slot === NONE || !this.#write(key, slot, this.cache.clock.now(), false)) return;
    this.#copies.set(key, this.cache.reader.endsAt(slot));
  }

  cleared(tags: readonly string[] | undefined): void {
    this.#log.note(tags);
    this.#work.clear(tags);
  }

  async recall(key: K, signal: AbortSignal): Promise<LoadTurn<V>> {
    const { counters } = this.cache;
    const found = await this.#find(key, signal);
    if (!found.entry) {
      counters.recallMisses++;
      return found;
    }
    counters.recalls++;
    counters.timeSavedMs += found.entry.costMs;
    return found;
  }

  recalled(key: K, entry: TierEntry<V>): void {
    if (entry.idleMs === Infinity && !this.#work.isOver(key)) this.#copies.set(key, Infinity);
  }

  settled(): Promise<void> {
    return this.#work.settled();
  }

  async close(timeoutMs: number): Promise<void> {
    await this.#settledWithin(timeoutMs);
    this.#work.dropWrites();
    await this.#settledWithin(LAST_WAIT_MS);
    await this.#tier.close().catch((error: unknown) => this.#failed('close', undefined, error));
  }

  async #settledWithin(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = startTimer(resolve, timeoutMs);
    });
    await Promise.race([this.settled(), deadline]);
    clearTimeout(timer);
  }

  /** Looks until there is an entry, or it is this process's turn to make it. */
  async #find(key: K, signal: AbortSignal): Promise<LoadTurn<V>> {
    for (let round = 0; ; round++) {
      const waiting = this.#takeBack(key);
      if (waiting) return { ...OWN_TURN, entry: waiting, isTakenBack: true };
      const entry = await this.#ask(key);
      if (entry) return { ...OWN_TURN, entry };
      const answer = await this.#turns.ask(key, round, signal);
      if (answer === 'free') return OWN_TURN;
      if (answer === 'again') continue;
      const turn = this.#turns.begin<V>(key, signal);
      const late = await this.#ask(key); // another may have brought it between the look and the claim
      if (!late) return turn;
      turn.end(false);
      return { ...turn, entry: late };
    }
  }

  /** Encoding needs memory, and so waits until there is some. */
  get #mayWrite(): boolean {
    return this.cache.gate.halt !== 'pressure';
  }

  /** Has the entry in a slot written, however many wait where that is forced; answers whether it will be. */
  #write(key: K, slot: number, now: number, isForced: boolean): boolean {
    const { reader, table, instances } = this.cache;
    const isOver = this.#work.isOver(key);
    const hasRoom = isForced || this.#work.hasRoom(table.weights.get(slot));
    const entry = this.#mayWrite && hasRoom ? reader.tierEntry(slot, now) : undefined;
    const release = entry && instances.holdToEncode(key, entry.value);
    if (!entry || release === 'exhausted') {
      this.#dropped(key);
      if (isOver) this.#work.forget(key);
      return false;
    }
    this.#work.write(key, { kind: 'write', entry, since: now, isOver, release });
    return true;
  }

  /** An entry that waits to be written, and that nobody will dispose of, comes back as it is. */
  #takeBack(key: K): TierEntry<V> | undefined {
    const job = this.#work.waitingWrite(key);
    if (!job || job.release) return undefined;
    const entry = agedEntry(job.entry, this.cache.clock.now() - job.since);
    if (entry) this.#work.takeBack(key, job);
    return entry;
  }

  async #ask(key: K): Promise<TierEntry<V> | undefined> {
    const since = this.#log.begin();
    try {
      for (let end = this.#work.runningOf(key); end; end = this.#work.runningOf(key)) await end;
      this.#log.note(this.#work.tagsToClear()); // which may be cleared by the time that the tier has answered
      if (this.#work.waitingWrite(key) || this.#work.distrusts(key)) return this.#refuse(key);
      const entry = await this.#tier.recall(key);
      if (!entry) return undefined;
      return this.#log.wasCleared(entry.tags, since) ? this.#refuse(key) : entry;
    } catch (error) {
      this.#failed('recall', key, error);
      return this.#refuse(key);
    } finally {
      this.#log.end();
    }
  }

  /** What the tier may have of a key will be older than what is now made. */
  #refuse(key: K): undefined {
    this.#work.payDebts(this.state === 'working' ? DEBTS_AT_ONCE : 1);
    this.#work.forget(key);
    return undefined;
  }

  #changedElsewhere(key: K): void {
    this.#work.abandon(key); // it is older than what the tier has now
    if (this.#work.runningOf(key)) this.#work.forget(key);
    const isAwaited = this.#turns.isAwaited(key) && this.cache.table.index.get(key) === NONE;
    if (isAwaited) this.#turns.wake(key);
    else this.cache.drop(key);
  }

  /** Another process, which had taken over the making of a value, has written a later one. */
  #refused(key: K): void {
    this.#dropped(key);
    if (!this.#work.waitingWrite(key)) this.cache.drop(key);
  }

  #clearedElsewhere(tags: readonly string[] | undefined): void {
    this.#log.note(tags);
    this.#work.outrun(tags);
    this.#turns.wakeAll();
    this.cache.dropTagged(tags);
  }

  #turned(state: TierState, reason: unknown): void {
    if (this.state === state) return;
    this.state = state;
    this.cache.events.note('tier.changed', { state, reason });
    this.cache.events.tell();
    if (state === 'working') this.#work.payDebts(Infinity);
  }

  #dropped(key: K): void {
    this.#copies.delete(key);
    this.cache.counters.spillsDropped++;
  }

  #failed(operation: TierOperation, key: K | undefined, error: unknown): void {
    const { counters, events } = this.cache;
    if (operation === 'spill') counters.spillFailures++;
    if (operation === 'recall') counters.recallFailures++;
    if (key !== undefined && operation === 'spill') this.#copies.delete(key);
    if ((error as { code?: unknown } | null)?.code === 'TIER_BROKEN') return; // nobody asked it
    events.note('tier.failed', { operation, key, error });
    events.tell();
  }
}

/** Whether entries that leave for this cause may come back: nobody wanted them gone, and they had not ended. */
function isSpilled(cause: RemovalCause): boolean {
  return cause === 'size' || cause === 'pressure' || cause === 'closed';
}
