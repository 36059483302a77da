/**
 * An object that knows its own size: bytes, with all that it holds. The way to count what no program can see from
 * outside, such as native memory behind a handle.
 */
export interface MemorySized {
  /** Bytes that the object holds: finite and at least 0. Anything else, or an error thrown, is ignored. */
  getMemorySize(): number;
}

const asked = new Set<object>();

/**
 * The bytes that an object reports for itself, or `undefined` when it fails to. Also `undefined` while it is being
 * asked already, so that `getMemorySize` may itself call `sizeOf(this)`.
 */
export function reportedBytes(object: object): number | undefined {
  if (asked.has(object)) return undefined;
  asked.add(object);
  try {
    const bytes: unknown = (object as MemorySized).getMemorySize();
    return typeof bytes === 'number' && bytes >= 0 && bytes < Infinity ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    asked.delete(object);
  }
}
