import type { DiskChange } from './disk-change.js';

const ALL = 'all';

/** What was to be changed and may not have been, as when the disk is full: what is on disk is stale that far. */
export class DoubtfulChanges {
  #names = new Set<string>();

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** A change failed. */
  add(change: DiskChange): void {
    for (const name of namesOf(change)) this.#names.add(name);
  }

  /** Whether a change of this key failed. */
  hasKey(key: string): boolean {
    return this.#names.has(keyName(key));
  }

  /** Whether something is left in doubt once these changes are made. */
  outlast(changes: readonly DiskChange[]): boolean {
    return !this.isEmpty && this.#without(changes).size > 0;
  }

  /** These changes were made. */
  settle(changes: readonly DiskChange[]): void {
    if (!this.isEmpty) this.#names = this.#without(changes);
  }

  #without(changes: readonly DiskChange[]): Set<string> {
    const left = new Set(this.#names);
    for (const name of changes.flatMap(namesOf)) {
      if (name === ALL) left.clear();
      else left.delete(name);
    }
    return left;
  }
}

function namesOf(change: DiskChange): string[] {
  if (change.kind !== 'clear') return [keyName(change.key)];
  return change.tags?.map((tag) => `tag ${tag}`) ?? [ALL];
}

function keyName(key: string): string {
  return `key ${key}`;
}
