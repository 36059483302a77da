import { describe, expect, it } from '@jest/globals';
import { CacheMemoryError } from './errors.js';

describe('CacheMemoryError', () => {
  const problem = { subject: 'ttl', expected: 'a duration', found: '-1', remedy: 'write a positive one' };

  it('says what was expected, what was found and what to do, and carries a code and a cause', () => {
    const cause = new Error('inner');
    const error = new CacheMemoryError('INVALID_OPTION', problem, { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('ttl: expected a duration, found -1; write a positive one.');
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.problem).toEqual(problem);
    expect(error.cause).toBe(cause);
    expect(String(error)).toMatch(/^CacheMemoryError: ttl/);
  });

  it('ends a remedy that is a question with its own mark', () => {
    const error = new CacheMemoryError('UNKNOWN_OPTION', { ...problem, remedy: "did you mean 'ttl'?" });
    expect(error.message).toBe("ttl: expected a duration, found -1; did you mean 'ttl'?");
  });
});
