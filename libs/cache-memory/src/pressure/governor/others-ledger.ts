/** The most that others are expected to grow by until the next collection, as a share of the heap's limit. */
const MOST_COMING = 0.05;
/** A change beyond this share of the limit is none that garbage could explain. */
const MOST_FLOATING = 0.08;

/**
 * Follows by how much live memory changes from one major collection to the next beyond what the caches explain. What changes twice in the
 * same direction is the application. What turns back each time is mostly garbage: V8's own collections leave what died while they
 * were marking, up to some hundredths of the limit, and the next one frees it.
 */
export class OthersLedger {
  /** The part of what the last collection left that is taken for garbage; negative where it is taken to have left too little. */
  floatingBytes = 0;
  /** Bytes that others are expected to need more at the next collection: what they grew by at each of the last two. */
  comingBytes = 0;
  #change = 0;

  /** Takes by how much more, or less, than expected the last collection left. */
  observe(change: number, limitBytes: number): void {
    const isTurn = change * this.#change < 0 && Math.abs(change) <= MOST_FLOATING * limitBytes;
    this.floatingBytes = isTurn ? change / 2 : 0;
    this.comingBytes = Math.min(Math.max(0, Math.min(change, this.#change)), MOST_COMING * limitBytes);
    this.#change = change;
  }
}
