import { containerLimitBytes } from './container-limit.js';
import { heapLimitBytes } from './heap-limit.js';

/** Bytes that the process may use before something ends it: the nearer of its heap limit and its container's limit. */
export function processLimitBytes(): number {
  return Math.min(heapLimitBytes(), containerLimitBytes() ?? Infinity);
}
