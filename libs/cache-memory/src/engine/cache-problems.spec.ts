import { describe, expect, it } from '@jest/globals';
import { cacheClosed, protectedFull } from './cache-problems.js';

describe('cacheClosed', () => {
  it('names the region, and when it must not be used', () => {
    expect(cacheClosed('models').code).toBe('CACHE_CLOSED');
    expect(cacheClosed('models').message).toBe(
      "region 'models': expected a cache in use, found one that was closed; do not use it after close() or after the " +
        'application has shut down.',
    );
  });
});

describe('protectedFull', () => {
  it('says what was to be stored, and what is in its way', () => {
    const error = protectedFull('models', "'a'", 'room for one more', { guardedEntries: 3, guardedWeight: 70 });
    expect(error.code).toBe('PROTECTED_FULL');
    expect(error.message).toBe(
      "region 'models', 'a': expected room for one more, found 3 protected entries of 70 bytes, which are never evicted; " +
        'raise maxEntries or maxBytes, or delete protected entries first.',
    );
  });
});
