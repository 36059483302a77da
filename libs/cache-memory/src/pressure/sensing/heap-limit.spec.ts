import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { heapLimitBytes, type HeapLimitFacts } from './heap-limit.js';

const MB = 2 ** 20;
const limitOf = (facts: Partial<HeapLimitFacts>) =>
  heapLimitBytes({ flags: [], nodeOptions: '', workerMegabytes: undefined, heapSizeLimit: 1_000 * MB, ...facts }) / MB;

describe('heapLimitBytes', () => {
  it('takes the old generation that the command line names, the last one where there are several', () => {
    expect(limitOf({ flags: ['--max-old-space-size=256', '--max_old_space_size=300'] })).toBe(300);
  });

  it('takes the old generation that NODE_OPTIONS names', () => {
    expect(limitOf({ nodeOptions: '--enable-source-maps --max-old-space-size=128' })).toBe(128);
  });

  it('lets the command line win over NODE_OPTIONS', () => {
    expect(limitOf({ flags: ['--max-old-space-size=256'], nodeOptions: '--max-old-space-size=128' })).toBe(256);
  });

  it('leaves the semi-spaces out of V8s own limit', () => {
    const limit = heapLimitBytes();
    expect(limit).toBeLessThan(getHeapStatistics().heap_size_limit);
    expect(limit).toBeGreaterThan(getHeapStatistics().heap_size_limit * 0.5);
  });
});
