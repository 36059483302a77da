import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Duration, parseDuration } from '../engine/options/duration.js';
import { CacheMemoryError } from '../engine/errors.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';

/** What `expectDisposed` expects. */
export interface DisposalExpectation {
  /** Disposals, no fewer and no more; 1 unless said. */
  readonly instances?: number | undefined;
  /** How long asynchronous disposals are waited for, in real time; `'1s'` unless said. */
  readonly within?: Duration | undefined;
}

/** Turns of the event loop after the last expected disposal, in which one too many would show. */
const TURNS_AFTER = 2;

/**
 * Expects that `work` makes a cache dispose of its instance, or of as many as are said, each once and without an error; waits for
 * disposals that are asynchronous. Answers what `work` answered. Throws `NOT_DISPOSED`, which says what still holds the instances;
 * what `work` throws is thrown unchanged.
 */
export async function expectDisposed<K, V, T>(
  cache: MethodInstanceCache<K, V>,
  work: () => T | Promise<T>,
  { instances = 1, within = '1s' }: DisposalExpectation = {},
): Promise<T> {
  const before = cache.stats();
  const disposed = (): number => cache.stats().disposals - before.disposals;
  const failures: unknown[] = [];
  const ending = new AbortController();
  const stop = cache.on('disposal.failed', ({ error }) => void failures.push(error));
  try {
    const answer = await work();
    const isOver = timeUp(parseDuration(within, 'expectDisposed.within'), ending.signal);
    while (disposed() < instances && !isOver()) await setImmediate();
    for (let turn = 0; turn < TURNS_AFTER; turn++) await setImmediate();
    if (disposed() !== instances || failures.length > 0) throw notDisposed(cache, instances, disposed(), failures);
    return answer;
  } finally {
    stop();
    ending.abort();
  }
}

/** Whether so much real time has passed, however the test has faked its timers. */
function timeUp(ms: number, signal: AbortSignal): () => boolean {
  let isUp = false;
  const up = (): void => void (isUp = true);
  void setTimeout(ms, undefined, { signal }).then(up, up);
  return () => isUp;
}

function notDisposed<K, V>(
  cache: MethodInstanceCache<K, V>,
  expected: number,
  disposed: number,
  failures: readonly unknown[],
): CacheMemoryError {
  const { entries, leased, doomed } = cache.stats();
  return new CacheMemoryError(
    'NOT_DISPOSED',
    {
      subject: `region '${cache.region}'`,
      expected: `${expected} disposed without an error`,
      found: `${disposed}, of which ${failures.length} failed, with ${entries} cached, ${leased} leased and ${doomed} waiting for their end`,
      remedy: remedyFor(failures.length, leased, disposed > expected),
    },
    { cause: failures[0] },
  );
}

function remedyFor(failures: number, leased: number, areTooMany: boolean): string {
  if (failures > 0) return 'look at the cause';
  if (areTooMany) return 'expect as many as the work ends, or end fewer';
  if (leased > 0) return 'release their leases';
  return "make them leave the cache, and see that its option dispose is not false and its retention is 'strong'";
}
