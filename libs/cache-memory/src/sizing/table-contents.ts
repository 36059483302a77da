import { mapBytes, setBytes } from './layout.js';
import type { Reach } from './reach.js';
import { elementSamples } from './sampling.js';

/** Most entries walked over for each one that is looked at, since a table can only be walked from its beginning. */
const MAX_STRIDE = 16;

const mapSize = sizeGetter(Map.prototype);
const setSize = sizeGetter(Set.prototype);
// oxlint-disable-next-line typescript/unbound-method -- only used through call()
const mapEntries = Map.prototype.entries;
// oxlint-disable-next-line typescript/unbound-method -- only used through call()
const setValues = Set.prototype.values;

/** Bytes of a Map without its keys and values, which go to `reach`. Large ones are sampled from the front part. */
export function mapContents(map: ReadonlyMap<unknown, unknown>, reach: Reach): number {
  const size = mapSize.call(map);
  const samples = elementSamples(size, reach.room);
  const stride = strideOf(size, samples);
  const times = size / samples;
  let at = 0;
  let left = samples;
  for (const [key, value] of mapEntries.call(map)) {
    if (at++ % stride !== 0) continue;
    reach.add(key, times);
    reach.add(value, times);
    if (--left === 0) break;
  }
  return mapBytes(size);
}

/** Bytes of a Set without its elements, which go to `reach`. Large ones are sampled from the front part. */
export function setContents(set: ReadonlySet<unknown>, reach: Reach): number {
  const size = setSize.call(set);
  const samples = elementSamples(size, reach.room);
  const stride = strideOf(size, samples);
  const times = size / samples;
  let at = 0;
  let left = samples;
  for (const value of setValues.call(set)) {
    if (at++ % stride !== 0) continue;
    reach.add(value, times);
    if (--left === 0) break;
  }
  return setBytes(size);
}

function strideOf(size: number, samples: number): number {
  return Math.min(MAX_STRIDE, Math.floor(size / samples));
}

/** The getter `size` itself: a subclass may have its own. */
function sizeGetter(prototype: object): () => number {
  // oxlint-disable-next-line typescript/unbound-method -- only used through call()
  return Object.getOwnPropertyDescriptor(prototype, 'size')?.get as () => number;
}
