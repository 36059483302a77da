import { arrayBytes, OBJECT_HEADER } from './layout.js';
import { numberBytes } from './primitive-bytes.js';
import type { Reach } from './reach.js';
import { elementSamples, samplePosition } from './sampling.js';

/** Length above which an array without any element found is taken to be sparse. */
const SPARSE_LENGTH = 1 << 22;

/** Bytes of a sparse array. */
const SPARSE_ARRAY = OBJECT_HEADER + 152;

/**
 * Bytes of an array without its elements, which go to `reach`. Numbers need no box as long as all elements are numbers.
 * Spare capacity left by `push` cannot be seen.
 */
export function arrayContents(list: readonly unknown[], reach: Reach): number {
  const length = list.length;
  const samples = elementSamples(length, reach.room);
  const times = length / samples;
  let boxes = 0;
  let others = 0;
  let holes = 0;
  for (let sample = 0; sample < samples; sample++) {
    const at = samplePosition(sample, samples, length);
    const value = list[at];
    if (typeof value === 'number') boxes += numberBytes(value);
    else if (value === undefined && !Object.hasOwn(list, at)) holes++;
    else {
      others++;
      if (value !== undefined) reach.add(value, times);
    }
  }
  if (others > 0 && boxes > 0) reach.addBytes(boxes, times);
  return holes === samples && length > SPARSE_LENGTH ? SPARSE_ARRAY : arrayBytes(length);
}
