const BLOCK_BYTES = 2 ** 20;
const DOUBLES = BLOCK_BYTES / 8;

/** Memory that the application holds besides its caches: blocks of the heap, 1 MB each. */
export class ForeignMemory {
  readonly #blocks: number[][] = [];

  /** Bytes held. */
  get bytes(): number {
    return this.#blocks.length * BLOCK_BYTES;
  }

  /** Holds so many blocks more. */
  grow(blocks: number): void {
    for (let block = 0; block < blocks; block++)
      this.#blocks.push(Array.from({ length: DOUBLES }, (_, at) => at + 0.5));
  }

  /** Lets go of all. */
  release(): void {
    this.#blocks.length = 0;
  }
}
