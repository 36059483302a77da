import { ResultStoreError } from '../results/errors.js';
import type { ResultWriter } from './result-writer.js';

/** The writers of a store: so many at a time. */
export class WriterPlaces {
  readonly #writers = new Set<ResultWriter>();
  /** Writers that are being made. */
  readonly #beginning = new Set<Promise<ResultWriter>>();

  constructor(private readonly most: number) {}

  /** Makes a writer where there is a place for it. Throws `TOO_MANY_WRITERS`. */
  async admit(begin: () => Promise<ResultWriter>): Promise<ResultWriter> {
    const taken = this.#writers.size + this.#beginning.size;
    if (taken >= this.most) {
      throw new ResultStoreError('TOO_MANY_WRITERS', {
        subject: 'the result store',
        expected: `${this.most} sets being written at the most`,
        found: `${taken}`,
        remedy: 'wait until one is complete, or set maxWriters',
      });
    }
    const begun = begin();
    this.#beginning.add(begun);
    try {
      const writer = await begun;
      this.#writers.add(writer);
      return writer;
    } finally {
      this.#beginning.delete(begun);
    }
  }

  /** Gives the place of a writer back. */
  leave(writer: ResultWriter): void {
    this.#writers.delete(writer);
  }

  /** Ends all writing, that of writers which are being made too. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#beginning);
    await Promise.all(Array.from(this.#writers, (writer) => writer[Symbol.asyncDispose]()));
  }
}
