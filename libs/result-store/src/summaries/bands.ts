import type { Batch } from '../results/set-source.js';
import { ResultStoreError } from '../results/errors.js';
import { type ColumnSummary, Tally } from './column-summary.js';

/** More places than these on the x axis are no picture. */
const MOST_PLACES = 10_000;

/** The quantiles of a column at one place of the x axis, such as a time. */
export interface Band {
  readonly x: number;
  /** As many as quantiles were asked for, in their order. */
  readonly values: readonly number[];
}

/** What bands are made of. */
export interface BandOptions {
  /** The numeric column of the x axis, such as a time. */
  readonly x: string;
  /** The numeric column of the y axis. */
  readonly y: string;
  /** Shares between 0 and 1, ascending, an odd number of them with the middle line in the middle; 0.05, 0.25, 0.5, 0.75, 0.95 unless said. */
  readonly quantiles?: readonly number[] | undefined;
}

/** Summaries of `y` at each `x`, collected batch by batch. Throws `INVALID_QUERY` for more than 10,000 different `x`. */
export async function tallyByPlace(batches: AsyncIterable<Batch>, x: string, y: string): Promise<Map<number, Tally>> {
  const places = new Map<number, Tally>();
  for await (const { rows, columns } of batches) {
    for (let row = 0; row < rows; row++) {
      const [at, value] = [columns[x]![row]!, columns[y]![row]!];
      if (at === null || value === null) continue;
      const place = Number(at);
      let tally = places.get(place);
      if (!tally) places.set(place, (tally = new Tally()));
      tally.add(Number(value));
    }
    if (places.size > MOST_PLACES) throw tooManyPlaces(x, places.size);
  }
  return places;
}

/** Bands in ascending order of `x`; places without a number are left out. */
export function bandsOf(places: Iterable<readonly [number, ColumnSummary]>, quantiles: readonly number[]): Band[] {
  return Array.from(places)
    .filter(([x, { count }]) => Number.isFinite(x) && count > 0)
    .sort(([one], [other]) => one - other)
    .map(([x, summary]) => ({ x, values: quantiles.map((q) => summary.quantile(q)) }));
}

function tooManyPlaces(x: string, found: number): ResultStoreError {
  return new ResultStoreError('INVALID_QUERY', {
    subject: `bands over '${x}'`,
    expected: `${MOST_PLACES} different values at the most`,
    found: `${found} and more`,
    remedy: 'take a column of few values, such as the planned time of a visit',
  });
}
