/** How many slots there is room for. */
export const PLACES = 8;

/** A few slots with what they are worth and their last use: the cheapest of those that were put in. */
export class CheapestFew {
  /** Only what is worth less has a place among them. */
  ceiling: number = Infinity;
  size = 0;
  /** The cheapest last. */
  readonly #slots = new Int32Array(PLACES);
  readonly #worths = new Int32Array(PLACES);
  readonly #lastUses = new Int32Array(PLACES);

  /** The slot in a place, 0 for the dearest. */
  slot(place: number): number {
    return this.#slots[place]!;
  }

  /** What the slot in a place was worth when it was put in. */
  worth(place: number): number {
    return this.#worths[place]!;
  }

  /** The last use of the slot in a place when it was put in. */
  lastUse(place: number): number {
    return this.#lastUses[place]!;
  }

  /** Puts in a slot that is worth less than the ceiling, and the dearest out where there is no place left. */
  put(slot: number, worth: number, lastUse: number): void {
    const worths = this.#worths;
    let place: number;
    if (this.size < PLACES) {
      for (place = this.size++; place > 0 && worths[place - 1]! < worth; place--) this.#move(place - 1, place);
    } else {
      for (place = 0; place + 1 < PLACES && worths[place + 1]! > worth; place++) this.#move(place + 1, place);
    }
    this.#slots[place] = slot;
    worths[place] = worth;
    this.#lastUses[place] = lastUse;
    if (this.size === PLACES) this.ceiling = worths[0]!;
  }

  /** Takes the cheapest out. */
  drop(): void {
    this.size--;
  }

  /** Takes all out and has room for any. */
  clear(): void {
    this.size = 0;
    this.ceiling = Infinity;
  }

  #move(from: number, to: number): void {
    this.#slots[to] = this.#slots[from]!;
    this.#worths[to] = this.#worths[from]!;
    this.#lastUses[to] = this.#lastUses[from]!;
  }
}
