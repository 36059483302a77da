import type { EvictionPolicy } from './eviction-policy.js';
import { SlotLists } from './slot-lists.js';

const USES = 0;

/** Evicts the entry whose last hit or insertion lies furthest back, exactly. */
export class LruPolicy implements EvictionPolicy {
  readonly #lists = new SlotLists(1);

  offer(): void {}

  insert(slot: number): void {
    this.#lists.push(USES, slot);
  }

  touch(slots: Int32Array, count: number): void {
    this.#lists.moveAll(USES, slots, count);
  }

  remove(slot: number): void {
    this.#lists.delete(slot);
  }

  victim(): number {
    return this.#lists.first(USES);
  }
}
