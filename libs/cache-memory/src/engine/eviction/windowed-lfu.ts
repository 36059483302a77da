import { columnFor } from '../columns/grown-column.js';
import { type EntryView, type EvictionPolicy, NONE } from './eviction-policy.js';
import type { FrequencySketch } from './frequency-sketch.js';
import { SlotLists } from './slot-lists.js';

const WINDOW = 0;
const PROBATION = 1;
const PROTECTED = 2;
/** The part of the main area that is for entries that were used there. */
const PROTECTED_SHARE = 0.8;
/** Entries that move from area to area, or face a candidate together, in one operation at the most. */
const MOST_MOVES = 32;
/** Newcomers after which several victims for one of them are no sign any more that bytes are what is scarce. */
const MEMORY = 4_096;
/** A candidate that was seen so often may be let in by chance, lest forged collisions keep all newcomers out. */
const LUCKY_FREQUENCY = 6;
const LUCK = 0.01;

/**
 * The order of W-TinyLFU with a window of a given share: Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache
 * Admission Policy" (ACM ToS 2017). Newcomers enter a window that is kept by last use; what falls out of it is a candidate for the
 * main area, and has to have been asked for more often than those that must go for it. Where bytes are scarce these are
 * several, judged together: Einziger, Eytan, Friedman and Manes, "Lightweight Robust Size Aware Cache Management" (ACM ToS 2022).
 * The frequencies are the caller's to count.
 */
export class WindowedLfu implements EvictionPolicy {
  /** The part of the cache that is the window, 0 to 1. */
  share: number;
  readonly #areas = new SlotLists(3);
  #areaOf: Uint8Array<ArrayBuffer> = new Uint8Array(16);
  readonly #counts: Float64Array<ArrayBuffer> = new Float64Array(3);
  readonly #weights: Float64Array<ArrayBuffer> = new Float64Array(3);
  /** The most that was there at once: what the cache is taken to hold. */
  #peakEntries = 0;
  #peakWeight = 0;
  /** Newcomers for which bytes are still taken to be scarcer than entries. */
  #byWeight = 0;
  #asks = 0;
  /** Victims at the front of probation that have lost already. */
  #losers = 0;
  #isInMain = false;

  constructor(
    private readonly entries: EntryView,
    private readonly sketch: FrequencySketch,
    share: number,
    private readonly random: () => number,
  ) {
    this.share = share;
  }

  get peakEntries(): number {
    return this.#peakEntries;
  }

  get peakWeight(): number {
    return this.#peakWeight;
  }

  /** Whether the cache is bound by bytes rather than by entries, as far as could be seen. */
  get isByWeight(): boolean {
    return this.#byWeight > 0;
  }

  offer(): void {
    if (this.#byWeight > 0) this.#byWeight--;
    this.#asks = 0;
    this.#losers = 0;
    this.#isInMain = false;
  }

  insert(slot: number): void {
    this.#areaOf = columnFor(this.#areaOf, slot);
    this.#enter(this.#isInMain ? PROBATION : WINDOW, slot);
    this.#areas.push(this.#areaOf[slot]!, slot);
    this.#isInMain = false;
    this.#peakEntries = Math.max(this.#peakEntries, sum(this.#counts));
    this.#peakWeight = Math.max(this.#peakWeight, sum(this.#weights));
    for (let moves = 0; moves < MOST_MOVES && this.#isWindowOver(); moves++) {
      this.#move(PROBATION, this.#areas.first(WINDOW));
    }
  }

  touch(slots: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) {
      const slot = slots[index]!;
      if (this.#areaOf[slot] !== PROBATION) {
        this.#areas.move(this.#areaOf[slot]!, slot);
        continue;
      }
      this.#move(PROTECTED, slot);
      const most = PROTECTED_SHARE * (1 - this.share) * this.#capacity();
      for (let moves = 0; moves < 2 && this.#charges()[PROTECTED]! > most; moves++) {
        this.#move(PROBATION, this.#areas.first(PROTECTED));
      }
    }
  }

  remove(slot: number): void {
    this.#leave(slot);
    this.#areas.delete(slot);
  }

  victim(candidate: number): number {
    if (candidate === NONE) return this.#trimmed();
    if (++this.#asks === 2) this.#byWeight = MEMORY;
    if (this.#losers > 0) return this.#loser();
    const charge = this.#byWeight > 0 ? this.entries.weight(candidate) : 1;
    if (this.#asks === 1 && charge > this.#windowLimit()) {
      this.#isInMain = this.#winsAgainstMain(candidate);
      return this.#isInMain ? this.#loser() : candidate;
    }
    while (!this.#isInMain && this.#counts[WINDOW]! > 0 && this.#charges()[WINDOW]! + charge > this.#windowLimit()) {
      const oldest = this.#areas.first(WINDOW);
      if (!this.#winsAgainstMain(oldest)) return oldest;
      this.#move(PROBATION, oldest);
      if (this.#losers > 0) return this.#loser();
    }
    return this.#mainVictim();
  }

  /**
   * Whether a candidate was asked for more often than all those together that would have to leave the main area for it: they
   * stand at the front of probation then. Where it was not, they go to the back, lest one of them stop all that come.
   */
  #winsAgainstMain(candidate: number): boolean {
    const frequency = this.sketch.frequency(this.entries.hash(candidate));
    const isLucky = frequency >= LUCKY_FREQUENCY && this.random() < LUCK;
    let needed = this.#charge(candidate) - Math.max(0, this.#mainRoom());
    let others = 0;
    let judged = 0;
    let slot = this.#areas.first(PROBATION);
    do {
      if (slot === NONE) slot = this.#demoted();
      if (slot === NONE) return judged > 0;
      others += this.sketch.frequency(this.entries.hash(slot));
      judged++;
      if (others >= frequency && !isLucky) {
        for (; judged > 0; judged--) this.#areas.move(PROBATION, this.#areas.first(PROBATION));
        return false;
      }
      needed -= this.#charge(slot);
      slot = this.#areas.next(slot);
    } while (needed > 0 && judged < MOST_MOVES);
    this.#losers = judged;
    return true;
  }

  #loser(): number {
    this.#losers--;
    return this.#areas.first(PROBATION);
  }

  #trimmed(): number {
    this.#peakEntries = sum(this.#counts);
    this.#peakWeight = sum(this.#weights);
    return this.#isWindowOver() ? this.#areas.first(WINDOW) : this.#mainVictim();
  }

  #mainVictim(): number {
    const slot = this.#areas.first(PROBATION);
    if (slot !== NONE) return slot;
    const demoted = this.#demoted();
    return demoted === NONE ? this.#areas.first(WINDOW) : demoted;
  }

  /** The protected entry that was used longest ago, on probation again; or `NONE`. */
  #demoted(): number {
    const slot = this.#areas.first(PROTECTED);
    if (slot !== NONE) this.#move(PROBATION, slot);
    return slot;
  }

  #isWindowOver(): boolean {
    return this.#charges()[WINDOW]! > this.#windowLimit();
  }

  /** No less than one entry, be it of average weight. */
  #windowLimit(): number {
    const capacity = this.#capacity();
    return Math.max(Math.round(this.share * capacity), capacity / Math.max(1, this.#peakEntries));
  }

  #mainRoom(): number {
    const charges = this.#charges();
    return this.#capacity() - this.#windowLimit() - charges[PROBATION]! - charges[PROTECTED]!;
  }

  #capacity(): number {
    return this.#byWeight > 0 ? this.#peakWeight : this.#peakEntries;
  }

  #charges(): Float64Array {
    return this.#byWeight > 0 ? this.#weights : this.#counts;
  }

  #charge(slot: number): number {
    return this.#byWeight > 0 ? this.entries.weight(slot) : 1;
  }

  #move(area: number, slot: number): void {
    this.#leave(slot);
    this.#enter(area, slot);
    this.#areas.move(area, slot);
  }

  #enter(area: number, slot: number): void {
    this.#areaOf[slot] = area;
    this.#counts[area]!++;
    this.#weights[area]! += this.entries.weight(slot);
  }

  #leave(slot: number): void {
    const area = this.#areaOf[slot]!;
    this.#weights[area]! -= this.entries.weight(slot);
    if (--this.#counts[area]! === 0) this.#weights[area] = 0; // no rounding error outlives its entries
  }
}

function sum(areas: Float64Array): number {
  return areas[WINDOW]! + areas[PROBATION]! + areas[PROTECTED]!;
}
