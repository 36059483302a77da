import { MOST_IN_MAP } from '../columns/most-in-map.js';
import { CacheMemoryError } from '../errors.js';
import { NONE } from '../eviction/eviction-policy.js';

/** Which slots carry which tags, in both directions; nothing is kept for an entry without tags. */
export class TagIndex {
  readonly #slotsByTag = new Map<string, Set<number>>();
  readonly #tagsBySlot = new Map<number, readonly string[]>();

  /** `most` is the most entries with tags, and the most different tags. */
  constructor(private readonly most: number = MOST_IN_MAP) {}

  /** The tags of the entry in a slot. */
  tagsOf(slot: number): readonly string[] {
    return this.#tagsBySlot.get(slot) ?? [];
  }

  /** The slots that carry a tag now, as a copy. */
  slotsOf(tag: string): readonly number[] {
    return [...(this.#slotsByTag.get(tag) ?? [])];
  }

  /** Throws `TOO_MANY_ENTRIES` where an entry with these tags, in a slot or in a new one, would be one more than can be held. */
  mustHaveRoom(tags: readonly string[], slot: number = NONE): void {
    if (tags.length === 0) return;
    const isOneMore = this.#tagsBySlot.size >= this.most && !this.#tagsBySlot.has(slot);
    if (isOneMore || this.#slotsByTag.size + tags.length > this.most) throw tooManyTags(this.most);
  }

  clear(): void {
    this.#slotsByTag.clear();
    this.#tagsBySlot.clear();
  }

  add(slot: number, tags: readonly string[]): void {
    if (tags.length === 0) return;
    this.#tagsBySlot.set(slot, tags);
    for (const tag of tags) {
      const slots = this.#slotsByTag.get(tag);
      if (slots) slots.add(slot);
      else this.#slotsByTag.set(tag, new Set([slot]));
    }
  }

  remove(slot: number): void {
    if (this.#tagsBySlot.size === 0) return;
    const tags = this.#tagsBySlot.get(slot);
    if (!tags) return;
    this.#tagsBySlot.delete(slot);
    for (const tag of tags) {
      const slots = this.#slotsByTag.get(tag)!;
      slots.delete(slot);
      if (slots.size === 0) this.#slotsByTag.delete(tag);
    }
  }
}

function tooManyTags(most: number): CacheMemoryError {
  return new CacheMemoryError('TOO_MANY_ENTRIES', {
    subject: 'tags',
    expected: `at most ${most} entries with tags in one cache, and as many different tags`,
    found: 'one more',
    remedy: 'give fewer entries tags, lower maxEntries or maxBytes, or split the cache into regions',
  });
}
