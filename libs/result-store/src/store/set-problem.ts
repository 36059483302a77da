import { ResultStoreError } from '../results/errors.js';

/** What else to do about a set in use: a lease of another machine does not end with its process. */
export const IF_DEAD = '; where its user has died on another machine, take its lease away by breakLeases(id)';

/** The error for a set that is not there. */
export function notFound(id: string): ResultStoreError {
  return problem('SET_NOT_FOUND', id, 'a set in this store', 'none', 'list the sets to see which there are');
}

/** An error about a set. */
export function problem(
  code: 'SET_NOT_FOUND' | 'SET_IN_USE' | 'SET_COMPLETE',
  id: string,
  expected: string,
  found: string,
  remedy: string,
): ResultStoreError {
  return new ResultStoreError(code, { subject: `set '${id}'`, expected, found, remedy });
}
