import { dictionaryBytes, grownObjectBytes, indexedStoreBytes, OBJECT_HEADER, recordBytes } from './layout.js';
import { stringBytes } from './primitive-bytes.js';
import type { Reach } from './reach.js';
import { propertySamples, samplePosition } from './sampling.js';

/** How an object came to its properties, which decides how V8 keeps them. */
export type PropertyStore = 'record' | 'dictionary' | 'instance';

/** Named properties from which on the keys are asked whether the object was filled one by one. */
const MIN_GROWN = 5;

/** Length from which on the keys of a filled object are taken for strings of their own. */
const MIN_OWN_KEY = 16;

const notAWord = /[^A-Za-z_$]/;
const canonicalIndex = /^(?:0|[1-9]\d{0,9})$/;

/**
 * Bytes of an object without the values of its properties, which go to `reach`. Accessors are not called and count as
 * one word.
 *
 * Records made whole and objects filled key by key look alike, yet V8 keeps the second in far more space. They are
 * told apart by their keys: data has digits and punctuation in it, field names are words.
 */
export function propertyContents(
  object: object,
  keys: readonly PropertyKey[],
  store: PropertyStore,
  reach: Reach,
): number {
  const count = keys.length;
  const indexed = countIndexes(keys);
  const named = count - indexed;
  const isFilled = store === 'dictionary' || (store === 'record' && named >= MIN_GROWN && areData(keys, indexed));
  const samples = propertySamples(count, reach.room);
  const times = count / samples;
  for (let sample = 0; sample < samples; sample++) {
    const key = keys[samplePosition(sample, samples, count)] as PropertyKey;
    const property = Object.getOwnPropertyDescriptor(object, key);
    if (property === undefined) continue;
    reach.add(property.value, times);
    if (isFilled && typeof key === 'string' && key.length >= MIN_OWN_KEY && notAWord.test(key)) {
      reach.addBytes(stringBytes(key), times);
    }
  }
  const elements = indexed === 0 ? 0 : indexedStoreBytes(indexed, Number(keys[indexed - 1]));
  return elements + namedBytes(named, store, isFilled);
}

function namedBytes(named: number, store: PropertyStore, isFilled: boolean): number {
  if (store === 'dictionary') return dictionaryBytes(named);
  if (store === 'instance') return named === 0 ? OBJECT_HEADER : recordBytes(named);
  return isFilled || named === 0 ? grownObjectBytes(named) : recordBytes(named);
}

/** The number of integer keys: they come first, in rising order. */
function countIndexes(keys: readonly PropertyKey[]): number {
  if (!isIndex(keys[0])) return 0;
  let low = 1;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isIndex(keys[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isIndex(key: PropertyKey | undefined): boolean {
  if (typeof key !== 'string') return false;
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57 && canonicalIndex.test(key);
}

/** Whether two of the first, the middle and the last named key look like data. */
function areData(keys: readonly PropertyKey[], from: number): boolean {
  const last = keys.length - 1;
  if (isData(keys[last])) return isData(keys[from]) || isData(keys[(from + last) >> 1]);
  return isData(keys[from]) && isData(keys[(from + last) >> 1]);
}

/** Whether a key ends in a digit or, where its end does not tell, has anything but letters in it. */
function isData(key: PropertyKey | undefined): boolean {
  if (typeof key !== 'string') return false;
  const end = key.charCodeAt(key.length - 1);
  return (end >= 48 && end <= 57) || (key.length >= MIN_OWN_KEY && notAWord.test(key));
}
