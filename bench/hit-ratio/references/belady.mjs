import { NEVER, nextUses } from './next-use.mjs';
import { PriorityHeap } from './priority-heap.mjs';

/**
 * The highest hit ratio that any policy can have where all costs and sizes are equal: evicts what is asked for again last,
 * and does not store what is asked for even later. Belady, "A study of replacement algorithms for a virtual-storage computer" (1966).
 */
export function prepareBelady({ keys, unique }) {
  const uses = nextUses(keys, unique);
  return (capacity) => {
    const heap = new PriorityHeap(unique); // by next use, the last one first
    let index = 0;
    return {
      access(key) {
        const next = uses[index++];
        const isHit = heap.has(key);
        if (next === NEVER) {
          if (isHit) heap.remove(key);
          return isHit;
        }
        if (!isHit && heap.size >= capacity) {
          if (heap.priorityOf(heap.least) >= -next) return false;
          heap.remove(heap.least);
        }
        heap.set(key, -next);
        return isHit;
      },
      held: () => heap.size,
    };
  };
}
