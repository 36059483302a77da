import { ResultStoreError, type ResultStoreErrorCode, type ResultStoreProblem } from '../results/errors.js';

/** An error as it crosses from one thread to another. */
export interface EncoderFailure {
  readonly message: string;
  readonly code: string | undefined;
  readonly problem: ResultStoreProblem | undefined;
}

export function describeFailure(error: unknown): EncoderFailure {
  const { message, code, problem } = error as Partial<EncoderFailure>;
  return { message: message ?? String(error), code, problem };
}

/** The error of a failure: the package's own as it was, any other as `WRITE_FAILED`, with what to do about it. */
export function failureToError(failure: EncoderFailure, place: string): ResultStoreError {
  if (failure.problem) return new ResultStoreError(failure.code as ResultStoreErrorCode, failure.problem);
  const isFull = failure.code === 'ENOSPC' || failure.code === 'EDQUOT';
  const cause = Object.assign(new Error(failure.message), { code: failure.code });
  return new ResultStoreError(
    isFull ? 'NO_ROOM' : 'WRITE_FAILED',
    {
      subject: `writing to ${place}`,
      expected: isFull ? 'room on the disk' : 'a place that can be written to',
      found: failure.message,
      remedy: isFull
        ? 'free some space or remove old sets, then resume the set: every chunk before this one is kept'
        : 'put that right, then resume the set: every chunk before this one is kept',
    },
    { cause },
  );
}
