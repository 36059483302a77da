/**
 * Writes that were given up because they took too long, and may still arrive: what a tier has of their keys is not believed until
 * they have ended, and a forgetting or a write that began after that was acknowledged.
 */
export class LateWrites {
  /** How many are under way, by key. */
  readonly #underWay = new Map<string, number>();
  /** What may be left of those that have ended, by key; each end has a mark of its own. */
  readonly #left = new Map<string, symbol>();

  has(key: string): boolean {
    return this.#underWay.has(key) || this.#left.has(key);
  }

  /** Watches a write until it has ended, then has its key forgotten. */
  watch(key: string, write: Promise<unknown>, forget: () => Promise<void>): void {
    this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1);
    const ended = async (): Promise<void> => {
      this.#end(key);
      await forget();
    };
    void write
      .catch(() => {})
      .then(ended)
      .catch(() => {}); // the next change of the key makes up for it
  }

  /** Answers what to call once a forgetting or a write of a key is acknowledged that begins now. */
  begin(key: string): () => void {
    const mark = this.#underWay.has(key) ? undefined : this.#left.get(key);
    return () => {
      if (mark !== undefined && this.#left.get(key) === mark) this.#left.delete(key);
    };
  }

  #end(key: string): void {
    const others = this.#underWay.get(key)! - 1;
    if (others > 0) this.#underWay.set(key, others);
    else this.#underWay.delete(key);
    this.#left.set(key, Symbol(key));
  }
}
