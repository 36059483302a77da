/**
 * Writes that were given up because they took too long, and may still arrive: what a tier has of their keys is not believed until
 * they have ended and were forgotten.
 */
export class LateWrites {
  readonly #keys = new Map<string, number>();

  has(key: string): boolean {
    return this.#keys.size > 0 && this.#keys.has(key);
  }

  /** Watches a write until it has ended, then has its key forgotten; one that cannot be forgotten stays distrusted. */
  watch(key: string, write: Promise<unknown>, forget: () => Promise<void>): void {
    this.#keys.set(key, (this.#keys.get(key) ?? 0) + 1);
    const ended = async (): Promise<void> => {
      await forget();
      const left = this.#keys.get(key)! - 1;
      if (left > 0) this.#keys.set(key, left);
      else this.#keys.delete(key);
    };
    void write
      .catch(() => {})
      .then(ended)
      .catch(() => {});
  }
}
