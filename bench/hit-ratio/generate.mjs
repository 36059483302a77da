import { randomNumbers } from '../support/statistics.mjs';
import { sizesByKey } from './log-normal.mjs';
import { countUnique } from './trace-folder.mjs';

/** Traces made by rule, the same in every run, for where there is no folder of real ones. */
export const generatedTraces = [
  trace('zipf', 'frequency', zipfian),
  trace('loop', 'loop', loop),
  trace('scan-zipf', 'scans over zipf', scansOverZipf),
  trace('shifting', 'shifting working set', shiftingSet),
  trace('recency', 'LRU stack distance', stackDistances),
  trace('phases', 'recency, frequency, loop in turn', phases),
  trace('zipf-sized', 'sized', zipfian, sizesByKey),
  trace('shifting-sized', 'sized', shiftingSet, sizesByKey),
  trace('recency-sized', 'sized', stackDistances, sizesByKey),
];

function trace(name, kind, make, sizesOf) {
  const load = () => {
    const keys = inOrderOfAppearance(make());
    return sizesOf ? { keys, sizes: sizesOf(countUnique(keys)) } : { keys };
  };
  return { name, kind, isSized: sizesOf !== undefined, load };
}

const requests = (count, keyAt) => Uint32Array.from({ length: count }, (_, index) => keyAt(index));

/** Some keys are asked for far more often than others, at any time. */
function zipfian() {
  return requests(400_000, zipf(100_000, 0.9, randomNumbers(1)));
}

/** All keys in turn, again and again: LRU finds none of them. */
function loop() {
  return requests(300_000, (index) => index % 5_000);
}

/** A frequency that two of five requests interrupt with keys that never come again. */
function scansOverZipf() {
  const random = randomNumbers(2);
  const popular = zipf(20_000, 0.9, random);
  return requests(400_000, (index) => (random() < 0.4 ? 20_000 + index : popular()));
}

/** A working set that is wholly another one after each 50,000 requests. */
function shiftingSet() {
  const random = randomNumbers(3);
  return requests(400_000, (index) => Math.floor(index / 50_000) * 6_000 + Math.floor(random() ** 2 * 6_000));
}

/** One request in ten is for a new key; the others for one at a depth of the LRU stack, exponential with mean 3,000. */
function stackDistances() {
  const random = randomNumbers(4);
  const stack = new LruStack();
  return requests(300_000, () => {
    const depth = Math.floor(-Math.log(1 - random()) * 3_000);
    return random() < 0.1 || depth >= stack.size ? stack.push(stack.next++) : stack.push(stack.take(depth));
  });
}

/** Recency (a sliding window), frequency and a loop, 40,000 requests each, three times over. */
function phases() {
  const random = randomNumbers(5);
  const popular = zipf(20_000, 0.9, random);
  const kinds = [
    (index) => 40_000 + Math.floor(index / 10) + Math.floor(random() * 3_000),
    () => popular(),
    (index) => 20_000 + (index % 7_000),
  ];
  return requests(360_000, (index) => kinds[Math.floor(index / 40_000) % 3](index));
}

/** Draws ranks by Zipf's law: the rank r with a probability in proportion to 1 / r ** exponent. */
function zipf(ranks, exponent, random) {
  const cumulated = new Float64Array(ranks);
  let total = 0;
  for (let rank = 0; rank < ranks; rank++) cumulated[rank] = total += (rank + 1) ** -exponent;
  return () => {
    const drawn = random() * total;
    let low = 0;
    let high = ranks - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulated[middle] < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Keys by the time of their last request, in chunks, so that taking one out of the middle moves few others. */
class LruStack {
  next = 0;
  size = 0;
  #chunks = [[]];

  push(key) {
    const newest = this.#chunks[0];
    newest.push(key);
    this.size++;
    if (newest.length === 1_024) this.#chunks.unshift(newest.splice(512));
    return key;
  }

  /** Takes out the key at a depth, 0 for the one that was asked for last. */
  take(depth) {
    let chunk = 0;
    for (; depth >= this.#chunks[chunk].length; chunk++) depth -= this.#chunks[chunk].length;
    const [key] = this.#chunks[chunk].splice(-1 - depth, 1);
    if (this.#chunks[chunk].length === 0 && this.#chunks.length > 1) this.#chunks.splice(chunk, 1);
    this.size--;
    return key;
  }
}

/** The same requests with dense ids, in order of first appearance. */
function inOrderOfAppearance(keys) {
  const ids = new Map();
  return keys.map((key) => {
    if (!ids.has(key)) ids.set(key, ids.size);
    return ids.get(key);
  });
}
