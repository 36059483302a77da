import { NONE } from '../eviction-policy.js';
import { CheapestFew, PLACES } from './cheapest-few.js';
import type { Residents } from './residents.js';

/** Residents that are looked at for one refill; more where weights differ, since the best are rarer then. */
const LOOKS = 32;
const LOOKS_BY_WEIGHT = 256;
/** Victims between two refills. */
const VICTIMS = 4;

/** Who was in the pool that is being refilled. */
const former = new Int32Array(PLACES);

/**
 * The cheapest residents that were seen lately: each refill keeps the cheapest of those in it and of some more residents, as Psounis
 * and Prabhakar do ("Efficient Randomized Web-Cache Replacement Schemes Using Samples from Past Eviction Times", ToN 2002); but
 * these are taken in turn, so that each is looked at as often as any other, and no two of them far apart in memory.
 */
export class VictimPool {
  readonly #few = new CheapestFew();
  #asks = 0;

  constructor(private readonly residents: Residents) {}

  /** The cheapest resident that is known of and was not used since; `NONE` where there is no resident. */
  cheapest(): number {
    const { residents } = this;
    if (residents.count === 0) return NONE;
    if (this.#asks >= VICTIMS) this.#refill();
    const few = this.#few;
    for (;;) {
      for (; few.size > 0; few.drop()) {
        const place = few.size - 1;
        const slot = few.slot(place);
        if (residents.has(slot) && residents.lastUse(slot) === few.lastUse(place)) return slot;
      }
      this.#refill();
    }
  }

  /** What the cheapest was worth when it was last looked at. */
  get worth(): number {
    return this.#few.worth(this.#few.size - 1);
  }

  /** What the last of so many victims was worth when it was last looked at. */
  worthOf(victims: number): number {
    return this.#few.worth(Math.max(0, this.#few.size - victims));
  }

  /** Counts part of a victim that was named. */
  count(part: number): void {
    this.#asks += part;
  }

  /** Forgets the slot that was last named. */
  drop(): void {
    this.#few.drop();
  }

  #refill(): void {
    const { residents } = this;
    const few = this.#few;
    const looks = residents.isByWeight ? LOOKS_BY_WEIGHT : LOOKS;
    this.#asks = 0;
    if (residents.count <= looks || few.size === 0) few.clear();
    else this.#revalue();
    residents.look(looks, few);
    if (few.size < VICTIMS) few.ceiling = Infinity; // what is cheap has become dearer
  }

  #revalue(): void {
    const { residents } = this;
    const few = this.#few;
    const { ceiling, size } = few;
    for (let place = 0; place < size; place++) former[place] = few.slot(place);
    few.clear();
    for (let place = 0; place < size; place++) {
      const slot = former[place]!;
      if (residents.has(slot)) few.put(slot, residents.worth(slot), residents.lastUse(slot));
    }
    few.ceiling = ceiling;
  }
}
