import { isBuffer, wholeViewBytes } from './binary-bytes.js';
import { primitiveBytes } from './primitive-bytes.js';
import { Walk } from './walk.js';

/** How thorough `sizeOf` is. */
export interface SizeOfOptions {
  /** Most values looked at before the rest is extrapolated. Default 500. An integer of at least 1. */
  readonly maxNodes?: number;
}

/** Values that `sizeOf` looks at unless it is told otherwise. */
export const DEFAULT_MAX_NODES = 500;

/**
 * The bytes that a value holds: all that would be freed with it, without the reference to it.
 *
 * An estimate from V8's object layouts on 64-bit machines. Collections are sampled, what is referred to twice counts once,
 * cycles are safe, no getter and no Proxy trap runs. An object with a method `getMemorySize()` is asked instead of
 * being opened. Unseen stay `#private` fields, what closures and native objects hold, and the parent of a
 * sliced string. Never throws.
 */
export function sizeOf(value: unknown, options?: SizeOfOptions): number {
  if (isBuffer(value)) return wholeViewBytes(value);
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    return new Walk(value).measure(options?.maxNodes ?? DEFAULT_MAX_NODES);
  }
  return primitiveBytes(value);
}
