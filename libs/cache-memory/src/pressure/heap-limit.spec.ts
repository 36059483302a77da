import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { heapLimitBytes } from './heap-limit.js';

const MB = 2 ** 20;

describe('heapLimitBytes', () => {
  it('takes the old generation that the command line names, the last one where there are several', () => {
    expect(heapLimitBytes(['--max-old-space-size=256', '--max_old_space_size=300'], '')).toBe(300 * MB);
  });

  it('takes the old generation that NODE_OPTIONS names', () => {
    expect(heapLimitBytes([], '--enable-source-maps --max-old-space-size=128')).toBe(128 * MB);
  });

  it('lets the command line win over NODE_OPTIONS', () => {
    expect(heapLimitBytes(['--max-old-space-size=256'], '--max-old-space-size=128')).toBe(256 * MB);
  });

  it('leaves the semi-spaces out of V8s own limit', () => {
    const limit = heapLimitBytes([], '');
    expect(limit).toBeLessThan(getHeapStatistics().heap_size_limit);
    expect(limit).toBeGreaterThan(getHeapStatistics().heap_size_limit * 0.8);
  });
});
