import { describe, expect, it } from '@jest/globals';
import { HashColumn } from './hash-column.js';
import { hashKey } from './key-hash.js';

describe('HashColumn', () => {
  it('answers the hash of the key that stands in a slot, and keeps it when there are more slots', () => {
    const hashes = new HashColumn();
    hashes.resize(4);
    expect(hashes.of(2, 'a')).toBe(hashKey('a'));
    hashes.resize(8);
    expect(hashes.of(2, 'not asked for again')).toBe(hashKey('a'));
    hashes.forget(2);
    expect(hashes.of(2, 'b')).toBe(hashKey('b'));
    expect(hashes.of(7, 5)).toBe(hashKey(5));
  });
});
