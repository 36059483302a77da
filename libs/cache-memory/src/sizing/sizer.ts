import { isBuffer, wholeViewBytes } from './binary-bytes.js';
import { primitiveBytes } from './primitive-bytes.js';
import { RecentParts } from './recent-parts.js';
import { DEFAULT_MAX_NODES, type SizeOfOptions } from './size-of.js';
import { Walk } from './walk.js';

/** Sizes the values of one cache, and charges what they all share only to the first of them. */
export interface Sizer {
  /** The bytes that a value holds, as `sizeOf` counts them, without the parts that it shares with recent values. */
  sizeOf(value: unknown): number;
}

/**
 * A new `Sizer`.
 *
 * An object found within the first two levels of a value is shared when two other recent values held it too; from then
 * on it counts nothing. So a configuration or a schema that each instance refers to is charged twice at most, not a
 * thousand times. Values are held weakly, and only about the last hundred are remembered. Sizing the same value again
 * gives its own parts again. A part that wanders from one version of a value to the next looks shared from
 * the third version on: give such a cache `sizeOf` instead.
 */
export function createSizer(options?: SizeOfOptions): Sizer {
  const maxNodes = options?.maxNodes ?? DEFAULT_MAX_NODES;
  const recent = new RecentParts();
  return {
    sizeOf(value) {
      if (isBuffer(value)) return wholeViewBytes(value);
      if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return primitiveBytes(value);
      return new Walk(value, recent.startingAt(value)).measure(maxNodes);
    },
  };
}
