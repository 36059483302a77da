import { describe, expect, it } from '@jest/globals';
import { type CleanUpCandidate, planCleanUp } from './plan-clean-up.js';

const set = (id: string, kind: 'memory' | 'parquet', createdMs: number): CleanUpCandidate => ({
  id,
  kind,
  createdMs,
  bytes: 100,
});
const sets = [set('a', 'memory', 1), set('b', 'parquet', 2), set('c', 'memory', 3), set('d', 'parquet', 4)];

/** What goes of four sets of 100 bytes each, two of them in files, at the time 10 with 50 bytes free on the disk. */
const gone = (limits: Parameters<typeof planCleanUp>[1]): string[] =>
  planCleanUp(sets, limits, 10, 50).map(({ id, cause }) => `${id} ${cause}`);

describe('a plan for a clean-up', () => {
  it('takes the oldest sets for their age, their number and their bytes, wherever they are', () => {
    expect(gone({ maxAgeMs: 7 })).toEqual(['a age', 'b age']);
    expect(gone({ maxSets: 3 })).toEqual(['a count']);
    expect(gone({ maxBytes: 200 })).toEqual(['a bytes', 'b bytes']);
    expect(gone({})).toEqual([]);
  });

  it('frees the disk by sets in files alone', () => {
    expect(gone({ minFreeBytes: 50 })).toEqual([]);
    expect(gone({ minFreeBytes: 150 })).toEqual(['b disk']);
    expect(gone({ minFreeBytes: 1_000 })).toEqual(['b disk', 'd disk']);
  });

  it('counts what goes for another reason as free only where it lies in files', () => {
    expect(gone({ maxSets: 3, minFreeBytes: 150 })).toEqual(['a count', 'b disk']);
    expect(gone({ maxSets: 2, minFreeBytes: 150 })).toEqual(['a count', 'b count']);
  });
});
