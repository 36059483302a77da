const FIRST_BLOCKS = 4;
/** Words of 32 bits in a block: four for each row, so that a look-up reads one line of the processor's cache. */
const BLOCK = 16;
const ROWS = 4;
const MOST = 15;
/** Counters are halved after so many additions for each entry. */
const SAMPLE = 10;

/**
 * An estimate of how often each hash was added lately, up to 15: the count-min sketch of Cormode and Muthukrishnan (Journal of
 * Algorithms, 2005) with 4-bit counters, of which an addition raises only the lowest (Estan and Varghese, SIGCOMM 2002), halved
 * periodically as in TinyLFU (Einziger, Friedman and Manes, ACM ToS 2017). An estimate is never too low, but for the halving.
 */
export class FrequencySketch {
  #words: Int32Array<ArrayBuffer> = new Int32Array(FIRST_BLOCKS * BLOCK);
  #blockMask = FIRST_BLOCKS - 1;
  #additions = 0;
  #sample = SAMPLE * FIRST_BLOCKS * BLOCK;

  /** Makes the sketch fit for so many entries, keeping its estimates. */
  ensure(entries: number): void {
    while (this.#words.length < 2 * entries) this.#double();
    this.#sample = Math.max(this.#sample, SAMPLE * entries);
  }

  frequency(hash: number): number {
    const mixed = mix(hash);
    const columns = columnsOf(mixed);
    const block = (mixed & this.#blockMask) * BLOCK;
    let least = MOST;
    for (let row = 0; row < ROWS; row++) {
      const column = columns >>> (5 * row);
      least = Math.min(least, (this.#words[block + 4 * row + (column & 3)]! >>> (column & 28)) & MOST);
    }
    return least;
  }

  add(hash: number): void {
    const mixed = mix(hash);
    const columns = columnsOf(mixed);
    const block = (mixed & this.#blockMask) * BLOCK;
    const words = this.#words;
    let least = MOST;
    for (let row = 0; row < ROWS; row++) {
      const column = columns >>> (5 * row);
      least = Math.min(least, (words[block + 4 * row + (column & 3)]! >>> (column & 28)) & MOST);
    }
    if (least < MOST) {
      for (let row = 0; row < ROWS; row++) {
        const column = columns >>> (5 * row);
        const at = block + 4 * row + (column & 3);
        if (((words[at]! >>> (column & 28)) & MOST) === least) words[at]! += 1 << (column & 28);
      }
    }
    if (++this.#additions >= this.#sample) this.#halve();
  }

  #halve(): void {
    const words = this.#words;
    for (let index = 0; index < words.length; index++) words[index] = (words[index]! >>> 1) & 0x7777_7777;
    this.#additions >>>= 1;
  }

  /** A hash finds its counters in the copy of its block that one more bit of it names. */
  #double(): void {
    const larger = new Int32Array(2 * this.#words.length);
    larger.set(this.#words);
    larger.set(this.#words, this.#words.length);
    this.#words = larger;
    this.#blockMask = 2 * this.#blockMask + 1;
  }
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb_352d);
  return mixed ^ (mixed >>> 15);
}

/** Five bits for each row: two for the word, three for the counter in it. */
function columnsOf(mixed: number): number {
  const columns = Math.imul(mixed, 0x846c_a68b);
  return columns ^ (columns >>> 16);
}
