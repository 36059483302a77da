import { describe, expect, it } from '@jest/globals';
import { logLine } from './log-line.js';

describe('logLine', () => {
  it('writes a title and its fields', () => {
    expect(logLine('Memory relief', { step: 'trim', entries: 12, ms: 1.23456 })).toBe(
      'Memory relief: step=trim entries=12 ms=1.235',
    );
  });

  it('quotes a text that would not end where it should, on one line', () => {
    expect(logLine('Memory relief', { of: 'a b="c"\nMemory' })).toBe('Memory relief: of="a b=\\"c\\"\\nMemory"');
    expect(logLine('Memory relief', { of: '' })).toBe('Memory relief: of=""');
  });

  it('shows what is not there as a dash', () => {
    expect(logLine('Entry removed', { ageMs: undefined })).toBe('Entry removed: ageMs=-');
  });
});
