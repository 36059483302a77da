import { describe, expect, it } from '@jest/globals';
import { megabytes } from './megabytes.js';

describe('megabytes', () => {
  it.each([
    [0, '0.0 MB'],
    [1.26 * 2 ** 20, '1.3 MB'],
    [16 * 2 ** 20, '16 MB'],
    [1_234.4 * 2 ** 20, '1234 MB'],
  ])('writes %p bytes as %s', (bytes, text) => {
    expect(megabytes(bytes)).toBe(text);
  });
});
