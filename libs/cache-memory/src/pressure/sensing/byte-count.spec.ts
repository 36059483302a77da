import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byteCount } from './byte-count.js';

describe('byteCount', () => {
  it('reads every whole number, with the line end that kernels write', () => {
    fc.assert(fc.property(fc.nat(2 ** 31 - 1), (bytes) => expect(byteCount(`${bytes}\n`)).toBe(bytes)));
  });

  it('reads the number of version 1 for unlimited', () => {
    expect(byteCount('9223372036854771712\n')).toBe(9_223_372_036_854_772_000);
    expect(byteCount('18446744073709551615')).toBe(18_446_744_073_709_552_000);
  });

  it.each(['max\n', '', '-1', '1.5', '12 34', '0x10', '1e9', 'no limit', undefined])('reads no bytes in %j', (text) => {
    expect(byteCount(text)).toBeUndefined();
  });

  it('answers a number or nothing, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(byteCount(text) ?? 0).toBeGreaterThanOrEqual(0)));
  });
});
