import { describe, expect, it } from '@jest/globals';
import { containerLimitBytes } from './container-limit.js';
import { heapLimitBytes } from './heap-limit.js';
import { processLimitBytes } from './process-limit.js';

describe('processLimitBytes', () => {
  it('is never above the heap limit, nor above the container limit where there is one', () => {
    const limit = processLimitBytes();
    expect(limit).toBeLessThanOrEqual(heapLimitBytes());
    expect(limit).toBeLessThanOrEqual(containerLimitBytes() ?? limit);
    expect([heapLimitBytes(), containerLimitBytes()]).toContain(limit);
  });
});
