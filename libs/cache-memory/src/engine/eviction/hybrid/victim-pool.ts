import { NONE } from '../eviction-policy.js';
import { CheapFinds } from './cheap-finds.js';
import type { Residents } from './residents.js';

/** Residents that a pass looks at, and how many victims it is to find among them: */
const LOOKS = 64;
const WANTED = 8;
/** Victims of a pass while nothing is asked for again: it matters little then which they are. */
const WANTED_IN_A_FLOOD = 32;
/** The same where, besides, no entry told what it cost: then they hardly differ. */
const WANTED_ALIKE = 48;
/** A victim that was named elsewhere uses up so much of a pass as a part of another: what was found stays good. */
const SPARED = 0.25;
/** More are looked at for each victim where weights differ, since the best are rarer then. */
const LOOKS_BY_WEIGHT = 256;
const WANTED_BY_WEIGHT = 2;
/** Passes without a find after which the cheapest that was seen is taken. */
const PASSES = 4;

/**
 * The cheapest residents that were seen lately. Each pass takes some residents in turn, so that each is looked at as often as any
 * other, and no two of them far apart in memory, and finds those that are worth less than a threshold, which follows what residents
 * are worth: a pass is to find a few of them.
 */
export class VictimPool {
  /** Whether newcomers come of which hardly any is ever asked for again. */
  isFlooded = false;
  /** Whether no entry told what it cost. */
  areAlike = true;
  readonly #finds = new CheapFinds();
  /** Victims that the last pass is good for. */
  #left = 0;

  constructor(private readonly residents: Residents) {}

  /** The cheapest resident that is known of and was not used since; `NONE` where there is no resident. */
  cheapest(): number {
    const { residents } = this;
    if (residents.count === 0) return NONE;
    const finds = this.#finds;
    for (;;) {
      for (; finds.next < finds.size; finds.drop()) {
        const slot = finds.slots[finds.next]!;
        if (residents.has(slot) && residents.lastUse(slot) === finds.lastUses[finds.next]) return slot;
      }
      this.#refill();
    }
  }

  /** What the cheapest was worth when it was last looked at. */
  get worth(): number {
    return this.#finds.worths[this.#finds.next]!;
  }

  /** What the last of so many victims was worth when it was last looked at. */
  worthOf(victims: number): number {
    return victims <= 1 ? this.worth : Math.max(this.worth, this.#finds.threshold);
  }

  /** The slot that was last named leaves. */
  take(): void {
    this.#finds.drop();
    this.#count(1);
  }

  /** Another slot leaves in its stead. */
  spare(): void {
    this.#count(SPARED);
  }

  #count(part: number): void {
    this.#left -= part;
    if (this.#left <= 0) this.#finds.clear();
  }

  get #wanted(): number {
    if (this.residents.isByWeight) return WANTED_BY_WEIGHT;
    if (!this.isFlooded) return WANTED;
    return this.areAlike ? WANTED_ALIKE : WANTED_IN_A_FLOOD;
  }

  #refill(): void {
    const { residents } = this;
    const finds = this.#finds;
    const looks = residents.isByWeight ? LOOKS_BY_WEIGHT : LOOKS;
    finds.clear();
    const passes = residents.count <= looks ? 1 : PASSES;
    for (let pass = 0; pass < passes && finds.size === 0; pass++) residents.look(looks, finds);
    const wanted = this.#wanted;
    this.#left = wanted;
    finds.settle(residents.count <= looks ? Math.max(1, (residents.count * wanted) / looks) : wanted);
  }
}
