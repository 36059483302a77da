import { types } from 'node:util';
import { type ClassProfile, hasOwnReport, profileOf } from './class-profile.js';
import { CLOSURE, OPAQUE } from './layout.js';
import { MetObjects } from './met-objects.js';
import { reportedBytes } from './memory-sized.js';
import { objectContents } from './object-contents.js';
import { primitiveBytes, stringBytes } from './primitive-bytes.js';
import type { Reach } from './reach.js';
import { RepeatedWords } from './repeated-words.js';
import type { SharedParts } from './shared-parts.js';

/** Values for each object of a level that must be left of the budget, else some of the level stand for all of it. */
const MIN_SHARE = 12;

/** Bytes that an object is taken for when the budget ends before it. */
const UNOPENED = 56;

/**
 * One walk over all that a value holds, level by level, each object once. Used for one value only.
 *
 * What fits into the budget is looked at in full. When a level has more objects than the rest of the budget affords,
 * evenly chosen ones of them stand for the others.
 */
export class Walk implements Reach {
  /** Values that each object of this level should look at, at most. */
  room = 0;
  private bytes = 0;
  private left = 0;
  /** How many objects of the value the one being opened stands for. */
  private scale = 1;
  private met: MetObjects | undefined;
  private words: RepeatedWords | undefined;
  private isNearRoot = true;
  private readonly root: object;
  private readonly sharedParts: SharedParts | undefined;

  constructor(root: object, sharedParts?: SharedParts) {
    this.root = root;
    this.sharedParts = sharedParts;
  }

  /** Bytes that the value holds, looking at no more than about `maxNodes` values. */
  measure(maxNodes: number): number {
    this.left = maxNodes;
    this.room = maxNodes;
    this.open(this.root);
    const { met } = this;
    if (met === undefined) return this.bytes;
    while (met.hasNext) {
      const affordable = Math.floor(this.left / MIN_SHARE);
      if (affordable <= 0) return this.bytes + UNOPENED * met.sumOfNext;
      this.openLevel(met, affordable);
      this.isNearRoot = false;
    }
    return this.bytes;
  }

  add(value: unknown, times: number): void {
    this.left--;
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
      this.meet(value, this.scale * times);
    } else if (typeof value === 'string' && this.met !== undefined) {
      this.words ??= new RepeatedWords();
      if (!this.words.isRepeated(value)) this.bytes += stringBytes(value) * this.scale * times;
    } else {
      this.bytes += primitiveBytes(value) * this.scale * times;
    }
  }

  addBytes(bytes: number, times: number): void {
    this.bytes += bytes * this.scale * times;
  }

  private openLevel(met: MetObjects, affordable: number): void {
    const begin = met.chosen.length;
    met.choose(affordable);
    const end = met.chosen.length;
    this.room = Math.floor(this.left / Math.max(1, end - begin));
    for (let at = begin; at < end; at++) {
      this.scale = met.scaleOf(at);
      this.open(met.chosen[at] as object);
    }
  }

  private open(object: object): void {
    this.left--;
    // Not in one statement: opening adds to `bytes` too.
    const own = this.ownBytes(object);
    this.bytes += own * this.scale;
  }

  private ownBytes(object: object): number {
    if (typeof object === 'function') return CLOSURE;
    if (types.isProxy(object)) return OPAQUE;
    try {
      const profile = profileOf(object);
      if (profile.isReporting || (isOpen(profile) && hasOwnReport(object))) {
        const reported = reportedBytes(object);
        if (reported !== undefined) return reported;
      }
      return objectContents(object, profile, this);
    } catch {
      return OPAQUE;
    }
  }

  private meet(object: object, scale: number): void {
    if (object === this.root) return;
    if (this.isNearRoot && this.sharedParts?.isShared(object) === true) return;
    this.met ??= new MetObjects();
    this.met.add(object, scale);
  }
}

/** Whether objects of that profile may have been given a method each. */
function isOpen({ kind }: ClassProfile): boolean {
  return kind === 'record' || kind === 'instance';
}
