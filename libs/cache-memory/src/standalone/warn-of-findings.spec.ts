import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { warnOfFindings } from './warn-of-findings.js';

describe('warnOfFindings', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('tells each finding as a process warning with its code, once in a process', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const finding = { code: 'HEAP_ABOVE_CONTAINER', text: 'too large', remedy: 'start Node with a flag' } as const;
    warnOfFindings([finding]);
    warnOfFindings([finding]);
    expect(warn.mock.calls).toEqual([
      ['too large; start Node with a flag', { type: 'CacheMemoryWarning', code: 'HEAP_ABOVE_CONTAINER' }],
    ]);
  });
});
