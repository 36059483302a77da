import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { parseByteSize } from './byte-size.js';

describe('parseByteSize', () => {
  it.each([
    [1, 1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ['1B', 1],
    ['1KB', 1024],
    ['1KiB', 1024],
    ['1.5kb', 1536],
    ['512MB', 512 * 1024 ** 2],
    ['2 GiB', 2 * 1024 ** 3],
    ['1tb', 1024 ** 4],
    [' 64 MB ', 64 * 1024 ** 2],
    ['0.3KB', 307],
    ['1.25KB', 1280],
  ])('reads %p as %p bytes', (size, bytes) => {
    expect(parseByteSize(size, 'maxBytes')).toBe(bytes);
  });

  it.each([
    0,
    -1,
    1.5,
    NaN,
    Infinity,
    2 ** 53,
    null,
    undefined,
    [],
    '',
    '64',
    'MB',
    '-1MB',
    '1e3MB',
    '0.0001B',
    '1iB',
    '1PB',
    '9999999TB',
    '64MB each',
  ])('refuses %p', (size) => {
    const error = caught(() => parseByteSize(size, 'cache options.maxBytes'));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toMatch(
      /^cache options\.maxBytes: expected a whole number of bytes above 0, or a text such as '64MB' or '2GB', found .+; write a positive size, or leave cache options\.maxBytes out\.$/,
    );
  });
});
