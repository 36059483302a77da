import { describe, expect, it } from '@jest/globals';
import { heapLimitBytes } from './heap-limit.js';
import { senseProcess } from './sense-process.js';

describe('senseProcess', () => {
  it('senses the heap, the process and the time of this thread', () => {
    const sensor = senseProcess();
    const before = performance.now();
    const sample = sensor.sample();
    sensor.close();
    expect(sample.atMs).toBeGreaterThanOrEqual(before);
    expect(sample.atMs).toBeLessThanOrEqual(performance.now());
    expect(sample.heapLimitBytes).toBe(heapLimitBytes());
    expect(sample.heapUsedBytes).toBeGreaterThan(2 ** 20);
    expect(sample.oldGenerationUsedBytes).toBeLessThanOrEqual(sample.heapUsedBytes);
    expect(sample.rssBytes).toBeGreaterThan(sample.heapUsedBytes / 2);
    expect(sample.unreadable).not.toContain('process');
  });
});
