import { EntryDetails } from './entry-details.js';
import type { TickingClock } from '../time/ticking-clock.js';
import { NONE } from '../eviction/eviction-policy.js';
import { FreeSlots } from './free-slots.js';
import { HashColumn } from '../columns/hash-column.js';
import { KeyIndex } from '../columns/key-index.js';
import { LazyColumn } from '../columns/lazy-column.js';
import type { WeakHold } from '../retention/weak-hold.js';
import { StandingColumn } from '../columns/standing-column.js';

const FIRST_CAPACITY = 64;

/**
 * The entries by slot: an index from key to slot, and one column for each attribute. A slot is claimed for a newcomer
 * before its key is indexed, so that a policy can weigh it against those that are there.
 */
export class EntryTable<K, V> {
  readonly index: KeyIndex<K> = new KeyIndex();
  keys: (K | undefined)[] = [];
  values: (V | WeakHold<object> | undefined)[] = [];
  /** Bytes. */
  readonly weights: LazyColumn = new LazyColumn();
  /** Milliseconds that loaders took. */
  readonly costs: LazyColumn = new LazyColumn();
  readonly hashes: HashColumn = new HashColumn();
  readonly standing: StandingColumn = new StandingColumn();
  readonly details: EntryDetails;
  readonly #free = new FreeSlots();
  /** The slot that was given back last, so that a full cache, where one comes for one that goes, takes none from the pile. */
  #spare: number = NONE;
  /** Entries that are there. */
  size = 0;
  #used = 0;
  #capacity = 0;

  /**
   * `details` says whether they are kept; `mostEntries` answers how many there may be, so that no column is longer than it
   * has to be; `onGrowth` is told the new capacity before a slot beyond the old one is given out.
   */
  constructor(
    details: boolean | undefined,
    clock: TickingClock,
    private readonly mostEntries: () => number,
    private readonly onGrowth: (capacity: number) => void,
  ) {
    this.details = new EntryDetails(details, clock);
  }

  /** Slots that were ever in use: every occupied slot is below it. */
  get used(): number {
    return this.#used;
  }

  /** A slot for a newcomer. */
  claim(): number {
    const spare = this.#spare;
    this.#spare = NONE;
    return spare === NONE ? this.#claimAnother() : spare;
  }

  #claimAnother(): number {
    const free = this.#free.pop();
    if (free !== NONE) return free;
    if (this.#used === this.#capacity) this.#grow(this.#nextCapacity());
    return this.#used++;
  }

  /** Whether all that is known of the entries but their keys and values goes without saying. */
  get isBare(): boolean {
    return this.weights.isBlank && this.costs.isBlank && this.standing.isBlank;
  }

  /** Forgets all entries at once; what is stored next begins with the first slot again. */
  clear(): void {
    this.index.clear();
    this.keys = [];
    this.values = [];
    this.#free.clear();
    this.#spare = NONE;
    this.size = this.#used = this.#capacity = 0;
  }

  /** Gives a slot back; nothing of its entry stays reachable from it. */
  release(slot: number): void {
    this.keys[slot] = undefined;
    this.values[slot] = undefined;
    if (this.#spare !== NONE) this.#free.push(this.#spare);
    this.#spare = slot;
  }

  /** Twice as much, but for the newcomer's slot no more than there may be entries. */
  #nextCapacity(): number {
    const wanted = Math.min(Math.max(FIRST_CAPACITY, this.#capacity * 2), this.mostEntries() + 1);
    return Math.max(wanted, this.#capacity + 1);
  }

  #grow(capacity: number): void {
    this.keys = grown(this.keys, capacity);
    this.values = grown(this.values, capacity);
    for (const column of [this.weights, this.costs, this.hashes, this.standing, this.details]) column.resize(capacity);
    this.#capacity = capacity;
    this.onGrowth(capacity);
  }
}

function grown<T>(column: readonly (T | undefined)[], capacity: number): (T | undefined)[] {
  // oxlint-disable-next-line unicorn/no-new-array -- Array.from leaves spare room, which is what this avoids
  const larger = new Array<T | undefined>(capacity).fill(undefined);
  for (let slot = 0; slot < column.length; slot++) larger[slot] = column[slot];
  return larger;
}
