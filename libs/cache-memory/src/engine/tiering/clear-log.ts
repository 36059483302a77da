/**
 * Which tags were cleared while somebody was recalling. The tags of an entry are known only once it is recalled, so that a
 * recall has to look back: what was cleared since it began must not come back by it.
 */
export class ClearLog {
  readonly #clearedAt = new Map<string, number>();
  #allClearedAt = -1;
  #recalls = 0;
  #time = 0;

  /** A recall begins; the answer is its place in time. */
  begin(): number {
    this.#recalls++;
    return this.#time;
  }

  /** A recall has ended. */
  end(): void {
    if (--this.#recalls === 0) this.#clearedAt.clear();
  }

  /** Without tags, everything. */
  note(tags: readonly string[] | undefined): void {
    if (this.#recalls === 0) return;
    this.#time++;
    if (tags) for (const tag of tags) this.#clearedAt.set(tag, this.#time);
    else this.#allClearedAt = this.#time;
  }

  /** Whether an entry with these tags was cleared after that moment. */
  wasCleared(tags: readonly string[], since: number): boolean {
    return this.#allClearedAt > since || tags.some((tag) => (this.#clearedAt.get(tag) ?? -1) > since);
  }
}
