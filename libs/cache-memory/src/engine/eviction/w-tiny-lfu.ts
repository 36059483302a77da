import type { EntryView, EvictionPolicy } from './eviction-policy.js';
import { FrequencySketch } from './frequency-sketch.js';
import { WindowSteering } from './window-steering.js';
import { WindowedLfu } from './windowed-lfu.js';

/**
 * Evicts what is used least often, but gives newcomers a window in which to prove themselves: W-TinyLFU of Einziger, Friedman and
 * Manes, "TinyLFU: A Highly Efficient Cache Admission Policy" (ACM ToS 2017), its window steered by miniature simulations.
 */
export class WTinyLfuPolicy implements EvictionPolicy {
  readonly #sketch = new FrequencySketch();
  readonly #steering: WindowSteering;
  readonly #order: WindowedLfu;
  #size = 0;
  /** Nothing is to be steered before something has to be evicted. */
  #wasFull = false;
  #seed = (Math.random() * 2 ** 32) | 1;

  constructor(private readonly entries: EntryView) {
    const random = (): number => this.#random();
    this.#steering = new WindowSteering((view, share) => new WindowedLfu(view, this.#sketch, share, random));
    this.#order = new WindowedLfu(entries, this.#sketch, this.#steering.share, random);
  }

  /** The part of the cache that is the window at present, 0 to 1. */
  get windowShare(): number {
    return this.#order.share;
  }

  offer(slot: number): void {
    this.#note(slot);
    this.#order.offer();
  }

  insert(slot: number): void {
    this.#sketch.ensure(++this.#size);
    this.#order.insert(slot);
  }

  touch(slots: Int32Array, count: number): void {
    for (let index = 0; index < count; index++) this.#note(slots[index]!);
    this.#order.touch(slots, count);
  }

  remove(slot: number): void {
    this.#size--;
    this.#order.remove(slot);
  }

  victim(candidate: number): number {
    this.#wasFull = true;
    return this.#order.victim(candidate);
  }

  #note(slot: number): void {
    const hash = this.entries.hash(slot);
    this.#sketch.add(hash);
    if (!this.#wasFull || !this.#steering.samples(hash)) return;
    const isNew = this.#steering.access(hash, this.entries.weight(slot), this.#order);
    if (isNew) this.#order.share = this.#steering.share;
  }

  /** Xorshift (Marsaglia 2003): from 0 to 1. */
  #random(): number {
    let seed = this.#seed;
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    this.#seed = seed;
    return (seed >>> 0) / 2 ** 32;
  }
}
