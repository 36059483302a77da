import { describe, expect, it } from '@jest/globals';
import { hashKey } from './key-hash.js';

describe('hashKey', () => {
  it('is equal for keys that a Map takes for equal', () => {
    const key = { a: 1 };
    for (const [one, other] of [
      ['ab', ['a', 'b'].join('')],
      [0, -0],
      [NaN, Number('x')],
      [5n, 5n],
      [key, key],
    ]) {
      expect(hashKey(one)).toBe(hashKey(other));
    }
  });

  it('differs for objects that look alike, and for values of different kinds', () => {
    const keys = [{}, {}, [], null, true, false, 1, '1', 1n, 1.5, 2 ** 40, -1, 'a'.repeat(200), 'a'.repeat(201)];
    expect(new Set(keys.map(hashKey)).size).toBeGreaterThanOrEqual(keys.length - 1);
  });

  it('spreads neighbouring numbers and texts over all buckets', () => {
    for (const keyOf of [(index: number) => index, (index: number) => `user:${index}`]) {
      const buckets = new Uint32Array(64);
      for (let index = 0; index < 6_400; index++) buckets[hashKey(keyOf(index)) & 63]!++;
      expect(Math.min(...buckets)).toBeGreaterThan(50);
      expect(Math.max(...buckets)).toBeLessThan(160);
    }
  });

  it('takes symbols by their descriptions, so that it needs no memory for them', () => {
    expect(hashKey(Symbol('a'))).toBe(hashKey(Symbol('a')));
    expect(hashKey(Symbol('a'))).not.toBe(hashKey(Symbol('b')));
    expect(hashKey(Symbol())).toBe(hashKey(Symbol('')));
  });

  it('is a whole number of 32 bits', () => {
    for (const key of [1.25, 'text', Symbol('s'), {}, 10n ** 30n]) expect(hashKey(key) | 0).toBe(hashKey(key));
  });
});
