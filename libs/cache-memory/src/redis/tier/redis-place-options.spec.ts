import { describe, expect, it } from '@jest/globals';
import { readRedisPlaceOptions } from './redis-place-options.js';

const connection = { url: 'redis://localhost:6379' };

describe('the options of a place in Redis', () => {
  it('have documented defaults', () => {
    expect(readRedisPlaceOptions({ connection })).toEqual({
      connection,
      namespace: 'cache',
      maxTtlMs: 86_400_000,
      hangTimeoutMs: 1_000,
      staleWindowMs: undefined,
    });
  });

  it('take a lifetime of any length', () => {
    expect(readRedisPlaceOptions({ connection, maxTtl: '52w' }).maxTtlMs).toBe(52 * 7 * 86_400_000);
  });

  it.each([
    ['no connection', {}],
    ['a silence that is hardly one', { connection, hangTimeout: 99 }],
    ['a silence longer than a timer can wait', { connection, hangTimeout: '30d' }],
    ['a window longer than a timer can wait', { connection, staleWindow: '30d' }],
  ])('are refused with %s', (_, options) => {
    expect(() => readRedisPlaceOptions(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
