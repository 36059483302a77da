/** Bits of a digit: few where there is little to sort, so that counting what each digit has does not cost more than the rest. */
const DIGIT = 11;
const SHORT_DIGIT = 8;
const SHORT = 4_096;

/**
 * Sorts the first `count` of these slots by their numbers, of which none is less than `least` or greater than `most`, from the lowest up.
 * Numbers are of 32 bits; so is the difference between the two. A radix sort from the least significant digit on (Knuth, The Art of
 * Computer Programming, vol. 3, 5.2.5).
 */
export function sortByNumber(slots: Int32Array, count: number, numbers: Int32Array, least: number, most: number): void {
  const digit = count < SHORT ? SHORT_DIGIT : DIGIT;
  const starts = new Int32Array(2 ** digit);
  let fromSlots: Int32Array = slots;
  let toSlots: Int32Array = new Int32Array(count);
  let fromKeys = new Int32Array(count);
  let toKeys = new Int32Array(count);
  for (let index = 0; index < count; index++) fromKeys[index] = numbers[slots[index]!]! - least;
  const range = (most - least) >>> 0;
  for (let shift = 0; shift < 32 && range >>> shift > 0; shift += digit) {
    countDigits(fromKeys, shift, starts);
    placeByDigit(fromKeys, fromSlots, toKeys, toSlots, shift, starts);
    [fromSlots, toSlots] = [toSlots, fromSlots];
    [fromKeys, toKeys] = [toKeys, fromKeys];
  }
  if (fromSlots !== slots) slots.set(fromSlots);
}

/** Where those with each digit begin, once they are in order. */
function countDigits(keys: Int32Array, shift: number, starts: Int32Array): void {
  const mask = starts.length - 1;
  starts.fill(0);
  for (let index = 0; index < keys.length; index++) starts[(keys[index]! >>> shift) & mask]!++;
  let sum = 0;
  for (let value = 0; value < starts.length; value++) {
    const having = starts[value]!;
    starts[value] = sum;
    sum += having;
  }
}

function placeByDigit(
  keys: Int32Array,
  slots: Int32Array,
  toKeys: Int32Array,
  toSlots: Int32Array,
  shift: number,
  starts: Int32Array,
): void {
  const mask = starts.length - 1;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const value = (key >>> shift) & mask;
    const place = starts[value]!;
    starts[value] = place + 1;
    toKeys[place] = key;
    toSlots[place] = slots[index]!;
  }
}
