import { Readable } from 'node:stream';
import type { Query, ResultSet } from 'nestjs-result-store';

/** The rows of a set as lines of JSON, a row group at a time; the set is closed when the last is taken, or nobody wants more. */
export function streamRows(set: ResultSet, query: Query): Readable {
  const lines = Readable.from(linesOf(set, query), { objectMode: true, highWaterMark: 1 });
  const close = (): Promise<void> => set[Symbol.asyncDispose]();
  return lines.once('close', () => void close().catch(() => {})); // a generator of which nothing was asked runs no finally
}

async function* linesOf(set: ResultSet, query: Query): AsyncGenerator<string, void> {
  try {
    for await (const batch of set.batches(query)) {
      yield batch.map((row) => `${JSON.stringify(row)}\n`).join('');
    }
  } finally {
    await set[Symbol.asyncDispose]();
  }
}
