/** Which slots carry which tags, in both directions; nothing is kept for an entry without tags. */
export class TagIndex {
  readonly #slotsByTag = new Map<string, Set<number>>();
  readonly #tagsBySlot = new Map<number, readonly string[]>();

  /** The tags of the entry in a slot. */
  tagsOf(slot: number): readonly string[] {
    return this.#tagsBySlot.get(slot) ?? [];
  }

  /** The slots that carry a tag now, as a copy. */
  slotsOf(tag: string): readonly number[] {
    return [...(this.#slotsByTag.get(tag) ?? [])];
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
