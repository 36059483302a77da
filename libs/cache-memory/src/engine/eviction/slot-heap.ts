import { NONE } from './eviction-policy.js';

const FIRST_SLOTS = 16;

/** A binary heap of slots that knows where each one stands, so that any of them can be moved or taken out. */
export class SlotHeap {
  #heap: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS);
  #places: Int32Array<ArrayBuffer> = new Int32Array(FIRST_SLOTS).fill(NONE);
  #size = 0;

  /** `isBefore` is a strict order; what it answers about slots in the heap changes only together with `sink` or `delete`. */
  constructor(private readonly isBefore: (slot: number, other: number) => boolean) {}

  /** The slot that stands before all others, or `NONE`. */
  first(): number {
    return this.#size === 0 ? NONE : this.#heap[0]!;
  }

  has(slot: number): boolean {
    return slot < this.#places.length && this.#places[slot] !== NONE;
  }

  /** Takes in a slot that is not in the heap. */
  push(slot: number): void {
    if (slot >= this.#places.length) this.#growPlaces(slot);
    if (this.#size === this.#heap.length) this.#growHeap();
    this.#rise(this.#size++, slot);
  }

  /** Finds its place for a slot that has come to stand later in the order than before. */
  sink(slot: number): void {
    this.#sink(this.#places[slot]!, slot);
  }

  /** Takes a slot out. */
  delete(slot: number): void {
    const place = this.#places[slot]!;
    this.#places[slot] = NONE;
    const last = this.#heap[--this.#size]!;
    if (last === slot) return;
    if (this.#rise(place, last) === place) this.#sink(place, last);
  }

  #rise(from: number, slot: number): number {
    const heap = this.#heap;
    const places = this.#places;
    let place = from;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = heap[parentPlace]!;
      if (!this.isBefore(slot, parent)) break;
      heap[place] = parent;
      places[parent] = place;
      place = parentPlace;
    }
    heap[place] = slot;
    places[slot] = place;
    return place;
  }

  #sink(from: number, slot: number): void {
    const heap = this.#heap;
    const places = this.#places;
    let place = from;
    for (let childPlace = 2 * place + 1; childPlace < this.#size; childPlace = 2 * place + 1) {
      let child = heap[childPlace]!;
      if (childPlace + 1 < this.#size && this.isBefore(heap[childPlace + 1]!, child)) child = heap[++childPlace]!;
      if (!this.isBefore(child, slot)) break;
      heap[place] = child;
      places[child] = place;
      place = childPlace;
    }
    heap[place] = slot;
    places[slot] = place;
  }

  #growHeap(): void {
    const larger = new Int32Array(2 * this.#heap.length);
    larger.set(this.#heap);
    this.#heap = larger;
  }

  #growPlaces(slot: number): void {
    const { length } = this.#places;
    const larger = new Int32Array(2 * Math.max(slot, length)).fill(NONE, length);
    larger.set(this.#places);
    this.#places = larger;
  }
}
