import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import type { RebuildOptions } from './rebuild-report.js';
import type { RecoverySource } from './recovery-source.js';
import type { SourceProblem } from './source-reading.js';

/** What a source gave. */
export interface SourceTally {
  readonly entries: number;
  readonly skipped: number;
  readonly problems: readonly SourceProblem[];
}

type Pair<K, V> = readonly [K, V];

const BATCH = 500;
const PROBLEMS_KEPT = 10;

/**
 * Reads a source to its end and hands its pairs on in batches, the next one once the last was taken. `of` names what is rebuilt.
 * Throws what the source throws, the signal's reason, and `SOURCE_FAILED` for what is no pair, or for a source of which nothing
 * was left but problems: nothing should be replaced by that.
 */
export async function readSource<K, V>(
  of: string,
  source: RecoverySource<K, V>,
  { onProgress, onProblem, signal = new AbortController().signal }: RebuildOptions,
  take: (pairs: Pair<K, V>[]) => void | Promise<void>,
): Promise<SourceTally> {
  const problems: SourceProblem[] = [];
  let entries = 0;
  let skipped = 0;
  let share: number | undefined;
  let batch: Pair<K, V>[] = [];
  const handOn = async (): Promise<void> => {
    await take(batch);
    batch = [];
    onProgress?.({ entries, skipped, share });
  };
  signal.throwIfAborted();
  const pairs = source({
    signal,
    progress: (read) => void (share = read),
    skip: (problem) => {
      skipped++;
      if (problems.length < PROBLEMS_KEPT) problems.push(problem);
      onProblem?.(problem);
    },
  });
  for await (const pair of pairs) {
    signal.throwIfAborted();
    batch.push(checkPair(of, pair, entries));
    entries++;
    if (batch.length === BATCH) await handOn();
  }
  signal.throwIfAborted();
  if (entries === 0 && skipped > 0) throw nothingLeft(of, skipped, problems);
  await handOn();
  problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)); // a source may parse ahead of what it gives
  return { entries, skipped, problems };
}

function checkPair<K, V>(of: string, pair: unknown, index: number): Pair<K, V> {
  if (Array.isArray(pair) && pair.length === 2 && pair[0] !== undefined && pair[1] !== undefined) {
    return pair as unknown as Pair<K, V>;
  }
  throw new CacheMemoryError('SOURCE_FAILED', {
    subject: `source of '${of}'`,
    expected: 'pairs [key, value], neither of them undefined',
    found: `${describeValue(pair)} after ${index} pairs`,
    remedy: 'correct the source; what was there before has stayed',
  });
}

function nothingLeft(of: string, skipped: number, [first]: readonly SourceProblem[]): CacheMemoryError {
  const where = first!.line === undefined ? '' : `line ${first!.line}: `;
  return new CacheMemoryError('SOURCE_FAILED', {
    subject: `source of '${of}'`,
    expected: 'entries',
    found: `none, and ${skipped} problems, the first being ${where}${first!.reason}`,
    remedy: 'correct the source; what was there before has stayed',
  });
}
