import { sizeOf } from '../sizing/size-of.js';
import type { MemoryReclaimer } from '../pressure/memory-reclaimer.js';

/** What is used of a `Keyv` whose store is a `Map` in memory, which is what it has unless given another one. */
export interface KeyvLike {
  readonly opts: { readonly store?: unknown };
}

/** Entries that are measured to know the size of all. */
const SAMPLE = 16;

/**
 * Puts a `Keyv` over a `Map` under the governor: entries leave from the one that was stored first. A store that is not in this
 * process's memory has nothing to give.
 */
export function reclaimKeyv(name: string, keyv: KeyvLike): MemoryReclaimer {
  const entries = () => (keyv.opts.store instanceof Map ? (keyv.opts.store as Map<unknown, unknown>) : new Map());
  return {
    name,
    estimateBytes: () => entries().size * bytesEach(entries()),
    reclaim: (bytes) => {
      const map = entries();
      const each = bytesEach(map);
      let given = 0;
      for (const key of map.keys()) {
        if (given >= bytes) break;
        map.delete(key);
        given += each;
      }
      return given;
    },
  };
}

function bytesEach(map: ReadonlyMap<unknown, unknown>): number {
  let bytes = 0;
  let measured = 0;
  for (const [key, value] of map) {
    bytes += sizeOf(key) + sizeOf(value);
    if (++measured === SAMPLE) break;
  }
  return measured === 0 ? 0 : bytes / measured;
}
