/** A lap over all slots takes this many sweeps. */
const SWEEPS_A_LAP = 32;

/** Walks over the slots a share at a time, so that every collected instance is noticed without a scan of the whole cache. */
export class CollectedScan {
  #next = 0;
  #left = 0;

  /** Whether the share of this sweep is not yet done. */
  get isUnderWay(): boolean {
    return this.#left > 0;
  }

  /** The next slots to look at, `from` to `to` - 1, of `used` in all. */
  slice(used: number, most: number): { from: number; to: number } {
    if (this.#left === 0) this.#left = Math.ceil(used / SWEEPS_A_LAP);
    const from = this.#next < used ? this.#next : 0;
    const to = Math.min(from + Math.min(this.#left, most), used);
    this.#left = to === used ? 0 : this.#left - (to - from);
    this.#next = to;
    return { from, to };
  }
}
