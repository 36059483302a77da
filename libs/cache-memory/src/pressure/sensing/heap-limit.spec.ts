import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { heapLimitBytes, type HeapLimitFacts, heapLimitFacts } from './heap-limit.js';

const MB = 2 ** 20;
const nothing = { flags: [], nodeOptions: '', workerMegabytes: undefined };
const limitOf = (facts: Partial<HeapLimitFacts>, heapSizeLimit = 4_144, memory = 24_000) =>
  heapLimitBytes({ ...nothing, heapSizeLimit: heapSizeLimit * MB, memoryBytes: memory * MB, ...facts }) / MB;

describe('heapLimitBytes', () => {
  it('takes the old generation that the command line names, the last one where there are several', () => {
    expect(limitOf({ flags: ['--max-old-space-size=256', '--max_old_space_size=300'] })).toBe(300);
  });

  it('takes the old generation that NODE_OPTIONS names', () => {
    expect(limitOf({ nodeOptions: '--enable-source-maps --max-old-space-size=128' })).toBe(128);
    expect(limitOf({ nodeOptions: '"--max-old-space-size=128" --inspect' })).toBe(128);
  });

  it('lets the command line win over NODE_OPTIONS', () => {
    expect(limitOf({ flags: ['--max-old-space-size=256'], nodeOptions: '--max-old-space-size=128' })).toBe(256);
  });

  it('takes a percentage of the memory that V8 found', () => {
    expect(limitOf({ flags: ['--max-old-space-size-percentage=70'] }, 448, 512)).toBeCloseTo(358.4, 3);
  });

  it.each([
    ['20 and 22', 304],
    ['24', 448],
    ['26', 352],
  ])('does not mistake heap_size_limit for the limit where the flag says 256 (Node %s)', (_, heapSizeLimit) => {
    expect(limitOf({ flags: ['--max-old-space-size=256'] }, heapSizeLimit)).toBe(256);
  });

  it('takes what a worker was given', () => {
    expect(limitOf({ workerMegabytes: 64 }, 256)).toBe(64);
  });

  it('lets the flag win in a worker, as V8 does', () => {
    expect(limitOf({ flags: ['--max-old-space-size=256'], workerMegabytes: 4_096 }, 304)).toBe(256);
    expect(limitOf({ flags: ['--max-old-space-size=256'], workerMegabytes: 64 }, 304)).toBe(256);
  });

  it.each([
    [4_144, 24_105, 4_096],
    [4_288, 24_105, 4_096],
    [259, 256, 256],
    [268, 512, 256],
    [560, 1_024, 512],
    [1_072, 2_048, 1_024],
    [1_024, 2_048, 1_024],
  ])('knows the default of V8 behind a heap_size_limit of %d MB in %d MB of memory', (heapSizeLimit, memory, limit) => {
    expect(limitOf({}, heapSizeLimit, memory)).toBe(limit);
  });

  it('takes 91 % of heap_size_limit where nothing explains it', () => {
    expect(limitOf({}, 1_000, 24_000)).toBe(910);
    expect(limitOf({}, 2_096, 8_000)).toBeCloseTo(1_907.36, 1);
  });

  it('leaves large semi-spaces out', () => {
    expect(limitOf({ flags: ['--max-semi-space-size=64'] }, 448, 512)).toBe(256);
  });

  it('passes over a flag of 0 and over flags of another name', () => {
    expect(limitOf({ flags: ['--max-old-space-size=0', '--x-max-old-space-size=5'] }, 1_000)).toBe(910);
  });

  it('never exceeds V8s own limit and never fails, whatever the flags', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (flags, nodeOptions) => {
        const limit = limitOf({ flags, nodeOptions: `--max-old-space-size=99999 ${nodeOptions}` });
        expect(limit).toBeGreaterThan(0);
        expect(limit).toBeLessThanOrEqual(4_144);
      }),
    );
  });

  it('reads this process', () => {
    expect(heapLimitBytes()).toBeLessThan(getHeapStatistics().heap_size_limit);
    expect(heapLimitBytes()).toBeGreaterThanOrEqual(getHeapStatistics().heap_size_limit * 0.5);
  });

  it('takes no default of V8 for the limit that is clearly below heap_size_limit', () => {
    expect(limitOf({}, 1_000, 1_200)).toBe(910);
  });

  it('reads NODE_OPTIONS of this process, and the memory that it has', () => {
    const before = process.env['NODE_OPTIONS'];
    process.env['NODE_OPTIONS'] = '--max-old-space-size=64';
    const facts = heapLimitFacts();
    delete process.env['NODE_OPTIONS'];
    expect(heapLimitFacts().nodeOptions).toBe('');
    if (before !== undefined) process.env['NODE_OPTIONS'] = before;
    expect(facts.nodeOptions).toBe('--max-old-space-size=64');
    expect(facts.memoryBytes).toBeGreaterThan(MB);
    expect(facts.memoryBytes).toBeLessThanOrEqual(totalmem());
  });
});
