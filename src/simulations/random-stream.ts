const GOLDEN = 0x9e3779b9;

/**
 * A stream of random numbers that is fully determined by a seed and a number of its own.
 *
 * The generator is xoshiro128** 1.1 (Blackman D, Vigna S. Scrambled linear pseudorandom number generators. ACM Trans Math
 * Softw 2021;47:36); its state is filled by the finaliser of MurmurHash3 along a Weyl sequence, as in SplitMix (Steele GL,
 * Lea D, Flood CH. OOPSLA 2014). Normal deviates are Box and Muller's (Ann Math Stat 1958;29:610).
 */
export class RandomStream {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;
  private spare: number | undefined;

  private constructor(state: readonly [number, number, number, number]) {
    [this.s0, this.s1, this.s2, this.s3] = state;
  }

  /** Stream `index` of a seed; both are whole numbers from 0 to 2^32 - 1. The streams of a seed never start alike. */
  static of(seed: number, index: number): RandomStream {
    const word = (place: number): number => mix((mix((seed + Math.imul(place, GOLDEN)) | 0) + index) | 0);
    return RandomStream.fromState([word(1), word(2), word(3), word(4)]);
  }

  /** The generator with a given state of four 32-bit words, not all of them 0. */
  static fromState(state: readonly [number, number, number, number]): RandomStream {
    return new RandomStream(state);
  }

  /** The next whole number, 0 to 2^32 - 1. */
  nextWord(): number {
    const scrambled = Math.imul(this.s1, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= shifted;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
  }

  /** The next number in [0, 1), with 53 random bits. */
  nextUniform(): number {
    const high = this.nextWord() >>> 5;
    const low = this.nextWord() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** The next deviate of the standard normal distribution. */
  nextNormal(): number {
    const spare = this.spare;
    if (spare !== undefined) {
      this.spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.nextUniform()));
    const angle = 2 * Math.PI * this.nextUniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
