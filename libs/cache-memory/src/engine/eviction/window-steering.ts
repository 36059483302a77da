import type { EvictionPolicy, EntryView } from './eviction-policy.js';
import { ShadowCache } from './shadow-cache.js';

/** The windows that are tried in miniature, as parts of the cache. */
const SHARES = [0.01, 0.05, 0.2, 0.5, 0.9] as const;
const FIRST_SHARE = 0.02;
/** Keys in a miniature, and the most real ones that stand behind each of them. */
const MINIATURE = 128;
const FEWEST_KEYS_BEHIND_ONE = 4;
const MOST_KEYS_BEHIND_ONE = 32;
/** The window is moved after so many accesses for each entry, by hits of which the older ones count for less and less. */
const ROUND = 1;
const DECAY = 0.85;
const STEP = 0.3;

/** What the steering has to know of the cache that it steers. */
export interface CacheBounds {
  readonly peakEntries: number;
  readonly peakWeight: number;
  readonly isByWeight: boolean;
}

/**
 * The choice of a window's share by trial: miniatures of the cache with windows from small to large are fed with the accesses to a
 * sample of the keys, and from time to time the window takes a step towards that of the miniature with the most hits. After
 * Waldspurger et al. (USENIX ATC 2017), and the adaptive windows of Einziger, Eytan, Friedman and Manes, "Adaptive Software Cache
 * Management" (Middleware 2018).
 */
export class WindowSteering {
  readonly #miniatures: readonly ShadowCache[];
  readonly #hits: Float64Array<ArrayBuffer> = new Float64Array(SHARES.length);
  share: number = FIRST_SHARE;
  #sampleMask = 0;
  #left = 0;

  constructor(createPolicy: (entries: EntryView, share: number) => EvictionPolicy) {
    this.#miniatures = SHARES.map((share) => new ShadowCache((entries) => createPolicy(entries, share)));
  }

  /** Whether the accesses to a key are to be told. */
  samples(hash: number): boolean {
    return ((Math.imul(hash, 0x9e37_79b1) >>> 24) & this.#sampleMask) === 0;
  }

  /** Notes an access to a sampled key; answers whether the share was chosen anew. */
  access(hash: number, weight: number, cache: CacheBounds): boolean {
    if (this.#left-- <= 0) {
      this.#beginRound(cache);
      return true;
    }
    for (let index = 0; index < SHARES.length; index++) {
      if (this.#miniatures[index]!.access(hash, weight)) this.#hits[index]!++;
    }
    return false;
  }

  #beginRound({ peakEntries, peakWeight, isByWeight }: CacheBounds): void {
    const best = this.#hits.indexOf(Math.max(...this.#hits));
    if (this.#hits[best]! > 0) this.share += STEP * (SHARES[best]! - this.share);
    for (let index = 0; index < SHARES.length; index++) this.#hits[index]! *= DECAY;
    const wanted = Math.min(MOST_KEYS_BEHIND_ONE, Math.max(FEWEST_KEYS_BEHIND_ONE, peakEntries / MINIATURE));
    const behindOne = 2 ** Math.floor(Math.log2(wanted));
    this.#sampleMask = behindOne - 1;
    const entries = Math.max(1, Math.round(peakEntries / behindOne));
    const weight = peakWeight / behindOne;
    for (const miniature of this.#miniatures) {
      if (isByWeight) miniature.bound(Infinity, weight);
      else miniature.bound(entries, Infinity);
    }
    this.#left = ROUND * entries;
  }
}
