import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { NONE } from '../eviction/eviction-policy.js';
import { KeyIndex } from './key-index.js';

describe('KeyIndex', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const keys = [
    0,
    1,
    -1,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 31,
    1.5,
    NaN,
    Infinity,
    '1',
    '',
    null,
    true,
    1n,
    {},
    Symbol('s'),
  ];

  it('tells keys apart as a Map does, whatever they are', () => {
    const index = new KeyIndex<unknown>();
    for (const [slot, key] of keys.entries()) index.add(key, slot);
    expect(keys.map((key) => index.get(key))).toEqual([...keys.keys()]);
    expect(index.size).toBe(new Map(keys.map((key) => [key, 0])).size);
    expect(index.get({})).toBe(NONE);
    for (const key of keys) index.delete(key);
    expect(keys.map((key) => index.get(key))).toEqual(keys.map(() => NONE));
    expect(index.size).toBe(0);
  });

  it('takes out many at once, by their slots', () => {
    const index = new KeyIndex<unknown>();
    for (const [slot, key] of keys.entries()) index.add(key, slot);
    index.deleteMarked(Uint8Array.from(keys, (_, slot) => slot % 2));
    expect(keys.map((key) => index.get(key))).toEqual(keys.map((_, slot) => (slot % 2 === 1 ? NONE : slot)));
    expect(index.size).toBe(keys.length / 2);
  });

  it('holds nothing once it is cleared', () => {
    const index = new KeyIndex<unknown>();
    for (const [slot, key] of keys.entries()) index.add(key, slot);
    index.clear();
    expect([index.size, index.get(0), index.get('1')]).toEqual([0, NONE, NONE]);
  });

  it('refuses a new key beyond what a Map can hold, unless it is a 32-bit integer', () => {
    const index = new KeyIndex<unknown>(2);
    for (const [slot, key] of ['one', 'two'].entries()) {
      index.mustHaveRoom(key);
      index.add(key, slot);
    }
    const error = caught(() => index.mustHaveRoom('three'));
    expect(error.code).toBe('TOO_MANY_ENTRIES');
    expect(error.message).toBe(
      'entries: expected at most 2 in one cache under keys that are no 32-bit integers, found one more; ' +
        'lower maxEntries or maxBytes, or split the cache into regions.',
    );
    expect(() => index.mustHaveRoom(3)).not.toThrow();
    index.delete('one');
    expect(() => index.mustHaveRoom('three')).not.toThrow();
  });

  it('has room for as many keys as V8 tidies up a Map for: half of its largest table, and the one that comes', () => {
    const index = new KeyIndex<unknown>();
    const size = jest.spyOn(Map.prototype, 'size', 'get');
    size.mockReturnValue(2 ** 23);
    expect(() => index.mustHaveRoom('next')).not.toThrow();
    size.mockReturnValue(2 ** 23 + 1);
    expect(caught(() => index.mustHaveRoom('next')).code).toBe('TOO_MANY_ENTRIES');
    expect(() => index.mustHaveRoom(3)).not.toThrow();
  });
});
