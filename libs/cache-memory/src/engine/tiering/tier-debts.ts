/** The most keys that are owed one by one; beyond, the whole tier is not trusted until it was cleared. */
const MOST_KEYS = 100_000;

/** What the tier should have forgotten and could not: none of it is recalled until it has. */
export class TierDebts<K> {
  readonly #keys = new Set<K>();
  /** Comes to the key that is owed longest. It is kept, as one made anew steps over the places of all that were paid before. */
  #walk = this.#keys.values();
  readonly #tags = new Set<string>();
  #isAll = false;

  get isEmpty(): boolean {
    return !this.#isAll && this.#keys.size === 0 && this.#tags.size === 0;
  }

  /** Whether what the tier has of a key must not be believed. */
  covers(key: K): boolean {
    return this.#isAll || (this.#keys.size > 0 && this.#keys.has(key));
  }

  /** The tags whose entries must not be believed. */
  get tags(): ReadonlySet<string> {
    return this.#tags;
  }

  addKey(key: K): void {
    if (this.#isAll) return;
    this.#keys.add(key);
    if (this.#keys.size > MOST_KEYS) this.addTags(undefined);
  }

  /** Without tags, everything. */
  addTags(tags: readonly string[] | undefined): void {
    if (tags) for (const tag of tags) this.#tags.add(tag);
    else {
      this.#isAll = true;
      this.#keys.clear();
      this.#walk = this.#keys.values();
      this.#tags.clear();
    }
  }

  /** A key was forgotten, or has been written anew. */
  paidKey(key: K): void {
    this.#keys.delete(key);
    if (this.#keys.size === 0) this.#walk = this.#keys.values();
  }

  /** Takes it, to be tried again: all tags, and up to so many keys. */
  take(mostKeys: number): { readonly keys: readonly K[]; readonly tags: readonly string[]; readonly isAll: boolean } {
    const keys: K[] = [];
    for (let left = Math.min(mostKeys, this.#keys.size); left > 0; left--) {
      const key = this.#walk.next().value as K;
      keys.push(key);
      this.paidKey(key);
    }
    const taken = { keys, tags: [...this.#tags], isAll: this.#isAll };
    this.#tags.clear();
    this.#isAll = false;
    return taken;
  }
}
