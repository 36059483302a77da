import { describe, expect, it } from '@jest/globals';
import { duration, progressBar } from './progress-bar.js';

describe('the progress bar', () => {
  it('shows how far it is, how fast, and what is left', () => {
    const line = progressBar({ progress: 0.5, subjects: 50_000, rowsPerSecond: 123_456, etaMs: 12_300 });
    expect(line).toBe(`${'█'.repeat(15)}${'░'.repeat(15)}  50 %  50,000 patients  123,456 rows/s  12 s left`);
  });

  it('leaves out what is not known', () => {
    expect(progressBar({ progress: 1, subjects: 3, rowsPerSecond: null, etaMs: null })).toMatch(
      /100 % {2}3 patients$/u,
    );
  });

  it('tells long times in minutes', () => {
    expect(duration(125_000)).toBe('2 min 5 s');
  });
});
