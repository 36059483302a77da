/**
 * The bytes that V8 gives to each kind of heap object on a 64-bit machine without pointer compression,
 * as pure functions of counts. Every result is rounded up to whole words.
 */

/** Bytes of a word: a reference, a small integer, a double inside an array of doubles. */
export const WORD = 8;

/** Bytes of a number that is kept outside its slot, because it is no 32-bit integer. */
export const BOXED_NUMBER = 16;

/** Bytes of an object without properties: its map, its properties, its elements. */
export const OBJECT_HEADER = 24;

/** Bytes before the first slot of a backing store: its map, its length. */
export const STORE_HEADER = 16;

/** Bytes of an array without elements. */
export const ARRAY_HEADER = 32;

/** Bytes of a closure and of the context that it closes over, taken as one variable. */
export const CLOSURE = 96;

/** Bytes of a symbol without its description. */
export const SYMBOL = 24;

/** Bytes of a RegExp with a pattern of its own that was not compiled yet. */
export const REGEXP = 240;

/** Bytes of a promise, without what it settles to. */
export const PROMISE = 48;

/** Bytes of an object around a primitive, without the primitive. */
export const BOXED_PRIMITIVE = 32;

/** Bytes of an empty WeakMap or WeakSet. */
export const WEAK_COLLECTION = 136;

/** Bytes assumed for an object whose inside no program can see: a weak reference, an iterator, a native handle. */
export const OPAQUE = 32;

const v8Major = Number.parseInt(process.versions.v8, 10);
const isRecent = v8Major >= 13;

/** Bytes of a Date. */
export const DATE: number = isRecent ? 96 : 112;

/** Bytes of a typed array or Buffer, without its ArrayBuffer and contents. */
export const TYPED_ARRAY: number = isRecent ? 104 : 96;

/** Bytes of a DataView, without its ArrayBuffer. */
export const DATA_VIEW: number = isRecent ? 88 : 80;

/** Bytes of an ArrayBuffer, without its contents. */
export const ARRAY_BUFFER: number = isRecent ? 96 : 88;

/** Bytes of an Error with the unread stack of about ten frames, without message and further properties. */
export const ERROR: number = v8Major >= 14 ? 600 : 750;

/** Most bytes that a typed array keeps inside the heap. */
export const MAX_INLINE_CONTENTS = 64;

/** Properties that an object given them one by one keeps inside itself. */
const SLOTS_OF_EMPTY_LITERAL = 4;

/** Properties outside the object before keyed stores turn it into a dictionary. */
const MAX_KEYED_OUTSIDE = 12;

/** Properties above which every object is taken to be a dictionary. */
const MAX_FAST_PROPERTIES = 128;

/** Rounds bytes up to whole words; for less than 2 GB. */
export function toWords(bytes: number): number {
  return (bytes + WORD - 1) & -WORD;
}

/** Bytes of an array of `length` elements that has no spare capacity; boxed elements are not in it. */
export function arrayBytes(length: number): number {
  return length === 0 ? ARRAY_HEADER : ARRAY_HEADER + STORE_HEADER + WORD * length;
}

/** Bytes of an object whose `count` properties were known when it was made: a literal, parsed JSON, a class instance. */
export function recordBytes(count: number): number {
  return count > MAX_FAST_PROPERTIES ? dictionaryBytes(count) : OBJECT_HEADER + WORD * count;
}

/** Bytes of an object that began as `{}` and was given `count` properties one by one. */
export function grownObjectBytes(count: number): number {
  const outside = count - SLOTS_OF_EMPTY_LITERAL;
  if (outside > MAX_KEYED_OUTSIDE) return dictionaryBytes(count);
  const inside = OBJECT_HEADER + WORD * SLOTS_OF_EMPTY_LITERAL;
  return outside <= 0 ? inside : inside + STORE_HEADER + WORD * 3 * Math.ceil(outside / 3);
}

/** Bytes of an object whose `count` properties are in a hash table. */
export function dictionaryBytes(count: number): number {
  return OBJECT_HEADER + 64 + 24 * hashCapacity(count);
}

/** Bytes of the store behind `count` integer keys of an object, the largest being `maxIndex`. */
export function indexedStoreBytes(count: number, maxIndex: number): number {
  if (count === 0) return 0;
  const asTable = 48 + 24 * hashCapacity(count);
  if (maxIndex + 1 > 9 * hashCapacity(count) && maxIndex > 500) return asTable;
  let capacity = 0;
  while (capacity <= maxIndex) capacity += 1 + ((capacity + 1) >> 1) + 16;
  return STORE_HEADER + WORD * capacity;
}

/** Bytes of a Map of `size` entries, without keys and values. */
export function mapBytes(size: number): number {
  return 72 + 28 * tableCapacity(size);
}

/** Bytes of a Set of `size` elements, without the elements. */
export function setBytes(size: number): number {
  return 72 + 20 * tableCapacity(size);
}

function hashCapacity(count: number): number {
  return powerOfTwoFrom(count + (count >> 1));
}

function tableCapacity(size: number): number {
  return powerOfTwoFrom(size);
}

function powerOfTwoFrom(least: number): number {
  let power = 4;
  while (power < least) power *= 2;
  return power;
}
