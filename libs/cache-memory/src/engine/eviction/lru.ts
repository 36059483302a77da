import type { EvictionPolicy } from './eviction-policy.js';
import { UseOrder } from './use-order.js';

/** Evicts the entry whose last hit or insertion lies furthest back, exactly. */
export class LruPolicy implements EvictionPolicy {
  readonly #order = new UseOrder();

  offer(): void {}

  insert(slot: number): void {
    this.#order.add(slot);
  }

  touch(slots: Int32Array, count: number): void {
    this.#order.useAll(slots, count);
  }

  remove(slot: number): void {
    this.#order.delete(slot);
  }

  victim(): number {
    return this.#order.first();
  }
}
