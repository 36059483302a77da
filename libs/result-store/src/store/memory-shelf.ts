import type { Manifest } from '../results/manifest.js';
import type { MemorySet } from './memory-set.js';

/** The complete sets in the memory of this process. */
export class MemoryShelf {
  readonly #sets = new Map<string, MemorySet>();

  /** Bytes that the sets hold together. */
  get bytes(): number {
    let bytes = 0;
    for (const { manifest } of this.#sets.values()) bytes += manifest.bytes;
    return bytes;
  }

  get manifests(): Manifest[] {
    return Array.from(this.#sets.values(), ({ manifest }) => manifest);
  }

  get sets(): MemorySet[] {
    return [...this.#sets.values()];
  }

  keep(set: MemorySet): void {
    this.#sets.set(set.manifest.id, set);
  }

  find(id: string): MemorySet | undefined {
    return this.#sets.get(id);
  }

  /** Lets go of a set unless somebody reads it; answers whether it is gone. */
  remove(id: string): boolean {
    return this.#sets.get(id)?.readers === 0 && this.#sets.delete(id);
  }

  /** Lets go of a set that is kept elsewhere; who reads it goes on. */
  drop(id: string): void {
    this.#sets.delete(id);
  }

  clear(): void {
    this.#sets.clear();
  }
}
