import { writeGittinsIndices } from './gittins-index.js';
import { KeySample } from './key-sample.js';
import { CLASSES, ROW } from './reuse-class.js';
import { ReuseCounts } from './reuse-counts.js';
import { estimateHazards, FIRST_HAZARD } from './reuse-hazards.js';

/** The sample looks back over so many keys for each entry: loops that are longer than the cache are seen. */
const REACH = 16;
const SAMPLED = 8_192;
/** A cache of fewer entries has a smaller sample: it must not take more memory than what it holds. */
const SMALL = 1_280;
const SAMPLED_IF_SMALL = 1_024;
/** Accesses up to the first lesson, and how much longer each further one waits. */
const FIRST_LESSON = 100;
const SLOWING = 1.5;
/** Accesses between two lessons in the end: for each entry, and at least, so that a lesson costs little for each access. */
const INTERVAL_PER_ENTRY = 0.5;
const LEAST_INTERVAL = 2_000;
/** Accesses in which half of what was learned is forgotten: for each entry, and at least. */
const HALF_LIFE_PER_ENTRY = 10;
const LEAST_HALF_LIFE = 5_000;

/** The indices before anything was learned, the same for all classes. They belong to all caches, to read. */
export const FIRST_INDICES: Int16Array = new Int16Array(CLASSES * ROW);
writeGittinsIndices(new Float64Array(CLASSES * ROW).fill(FIRST_HAZARD), FIRST_INDICES);

/**
 * Learns from a sample of keys what keeping an entry of each class at each age is worth, in uses for each access that passes. Kin:
 * LHD, which learns hit densities by class and age (Beckmann, Chen and Cidon, NSDI 2018).
 */
export class ReuseLearner {
  /** By class and age, as binary logarithms in units. */
  readonly indices: Int16Array<ArrayBuffer> = new Int16Array(FIRST_INDICES);
  readonly counts: ReuseCounts = new ReuseCounts();
  #sample: KeySample;
  #entries: number;
  #interval = FIRST_LESSON;
  #nextLesson: number;

  constructor(entries: number, now: number) {
    this.#entries = entries;
    this.#sample = this.#sampleFor(entries);
    this.#nextLesson = (now + FIRST_LESSON) | 0;
  }

  /** Makes it fit for another number of entries. */
  fit(entries: number): void {
    const former = this.#sample;
    this.#entries = entries;
    this.#sample = this.#sampleFor(entries);
    former.pourInto(this.#sample);
  }

  /** Whether something is learned from this key. */
  samples(hash: number): boolean {
    return this.#sample.has(hash);
  }

  /** Accesses since the last use of a newcomer's key, or -1 where it is not known, as in all but small caches. */
  gap(hash: number, now: number): number {
    return this.#sample.isComplete ? this.#sample.gap(hash, now) : -1;
  }

  /** Learns from a use of a sampled key, after which its past is this one. */
  use(hash: number, now: number, past: number): void {
    this.#sample.use(hash, now, past);
  }

  /** Works out the indices anew when it is time. */
  learn(now: number): void {
    if (((now - this.#nextLesson) | 0) < 0) return;
    writeGittinsIndices(estimateHazards(this.counts, this.#sample, now), this.indices);
    const longest = Math.max(LEAST_INTERVAL, INTERVAL_PER_ENTRY * this.#entries);
    const halfLife = Math.max(LEAST_HALF_LIFE, HALF_LIFE_PER_ENTRY * this.#entries);
    const elapsed = this.#interval + ((now - this.#nextLesson) >>> 0);
    this.counts.fade(0.5 ** (elapsed / halfLife));
    this.#interval = Math.min(longest, SLOWING * this.#interval);
    this.#nextLesson = (now + this.#interval) | 0;
  }

  #sampleFor(entries: number): KeySample {
    const reach = REACH * entries;
    const most = entries < SMALL ? SAMPLED_IF_SMALL : SAMPLED;
    return new KeySample(Math.min(reach, most), reach, this.counts);
  }
}
