import type { View } from './lookout.js';

/** From this share of the heap's limit on that is needed, V8 may come to count a collection as of no use. */
const NEAR = 0.7;
/** Less than this share of the heap's limit is not worth waiting for. */
const WORTHWHILE = 0.01;

/** Whether the heap is near its limit while caches hold something of it that they can give back: what may be evicted, or has a source. */
export function canGiveBack({ demands: [heap], evictableBytes, regions, holdings }: View): boolean {
  let givenBytes = evictableBytes;
  for (const [name, { protectedWeight }] of holdings) if (regions.get(name)?.rebuilding) givenBytes += protectedWeight;
  const { usedBytes, limitBytes, ratio } = heap;
  return usedBytes > NEAR * limitBytes && givenBytes * ratio.expected > WORTHWHILE * limitBytes;
}
