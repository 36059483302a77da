import { PriorityHeap } from './priority-heap.mjs';

/**
 * GreedyDual-Size-Frequency with an exact heap: evicts the least of age + uses x cost / size, where age is the value of what was
 * evicted last. Cherkasova, "Improving WWW Proxies Performance with Greedy-Dual-Size-Frequency Caching Policy" (1998).
 */
export function prepareGdsf({ unique, sizes, costs }) {
  return (capacity) => {
    const heap = new PriorityHeap(unique);
    const uses = new Uint32Array(unique);
    let age = 0;
    let used = 0;
    const worth = (key) => age + (uses[key] * costs[key]) / sizes[key];
    return {
      access(key) {
        if (heap.has(key)) {
          uses[key]++;
          heap.set(key, worth(key));
          return true;
        }
        if (sizes[key] > capacity) return false;
        while (used + sizes[key] > capacity) {
          const victim = heap.least;
          age = heap.priorityOf(victim);
          heap.remove(victim);
          used -= sizes[victim];
        }
        uses[key] = 1;
        heap.set(key, worth(key));
        used += sizes[key];
        return false;
      },
      held: () => used,
    };
  };
}
