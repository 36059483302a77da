import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AuditFacts, auditMemory } from './audit-memory.js';
import { auditProcess } from './audit-process.js';

const MB = 2 ** 20;
const audit = (heapMb: number, containerMb: number | undefined, facts: Partial<AuditFacts> = {}) =>
  auditMemory({
    heapLimitBytes: heapMb * MB,
    containerLimitBytes: containerMb === undefined ? undefined : containerMb * MB,
    isHeapFlagged: false,
    isContainerSeen: true,
    isWorker: false,
    knowsPercentage: false,
    ...facts,
  });
const flagged = { isHeapFlagged: true };

describe('auditMemory', () => {
  it('finds a heap limit above the container, and names the flag', () => {
    expect(audit(4_096, 512, flagged)).toEqual([
      {
        code: 'HEAP_ABOVE_CONTAINER',
        text: 'the heap may grow to 4096 MB, the container is limited to 512 MB: the kernel may end the process before V8 collects garbage',
        remedy: 'start Node with --max-old-space-size=409',
      },
    ]);
  });

  it('finds a heap limit that leaves next to nothing of the container', () => {
    expect(audit(450, 512, flagged)[0]?.code).toBe('HEAP_ABOVE_CONTAINER');
  });

  it('finds that the default heap is too large for a container under 300 MB', () => {
    expect(audit(256, 256)).toMatchObject([
      { code: 'DEFAULT_HEAP_IN_SMALL_CONTAINER', remedy: 'start Node with --max-old-space-size=176' },
    ]);
    expect(audit(256, 256, flagged)[0]?.code).toBe('HEAP_ABOVE_CONTAINER');
  });

  it('finds that the default heap leaves half of the container unused', () => {
    expect(audit(1_024, 2_048)).toMatchObject([
      { code: 'CONTAINER_HALF_UNUSED', remedy: 'start Node with --max-old-space-size=1638' },
    ]);
    expect(audit(4_096, 16_384)).toMatchObject([{ code: 'CONTAINER_HALF_UNUSED' }]);
  });

  it('lets a small heap be where a flag asks for it, or in a worker', () => {
    expect(audit(128, 2_048, flagged)).toEqual([]);
    expect(audit(128, 2_048, { isWorker: true })).toEqual([]);
  });

  it('names the percentage too where Node knows it and sees the limit', () => {
    expect(audit(256, 512, { knowsPercentage: true })[0]?.remedy).toBe(
      'start Node with --max-old-space-size=409 or --max-old-space-size-percentage=80',
    );
    expect(audit(4_096, 512, { knowsPercentage: true, isContainerSeen: false })[0]?.remedy).toBe(
      'start Node with --max-old-space-size=409',
    );
  });

  it('leaves 80 MB beside the heap of a small container, and half of a tiny one', () => {
    const remedyOf = (containerMb: number) =>
      audit(4_096, containerMb, { ...flagged, knowsPercentage: true })[0]?.remedy;
    expect(remedyOf(200)).toBe('start Node with --max-old-space-size=120 or --max-old-space-size-percentage=60');
    expect(remedyOf(100)).toBe('start Node with --max-old-space-size=50 or --max-old-space-size-percentage=50');
    expect(remedyOf(400)).toBe('start Node with --max-old-space-size=320 or --max-old-space-size-percentage=80');
  });

  it('names the limits of a worker in a worker', () => {
    expect(audit(512, 512, { isWorker: true })[0]?.remedy).toBe(
      'start the worker with resourceLimits: { maxOldGenerationSizeMb: 409 } at the most',
    );
  });

  it('finds nothing without a container', () => {
    expect(audit(4_096, undefined)).toEqual([]);
  });

  it('finds nothing once its own advice is followed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 200_000 }), (containerMb) => {
        const advised = Number(/=(\d+)/.exec(audit(1e6, containerMb)[0]!.remedy)![1]);
        expect(audit(advised, containerMb, flagged)).toEqual([]);
        expect(advised).toBeGreaterThanOrEqual(Math.floor(containerMb / 2));
        expect(advised / containerMb).toBeLessThanOrEqual(0.8);
      }),
    );
  });

  it('audits this process without failing', () => {
    expect(auditProcess()).toEqual(expect.any(Array));
  });

  it('takes a default heap above a container that is not small for what it is', () => {
    expect(audit(4_096, 2_048)).toMatchObject([
      { code: 'HEAP_ABOVE_CONTAINER', remedy: 'start Node with --max-old-space-size=1638' },
    ]);
    expect(audit(290, 300)[0]?.code).toBe('HEAP_ABOVE_CONTAINER');
  });

  it('lets a default heap be that fits its container', () => {
    expect(audit(700, 1_024)).toEqual([]);
    expect(audit(850, 1_000)).toEqual([]);
    expect(audit(550, 1_000)).toEqual([]);
  });

  it('says of every finding what is wrong', () => {
    expect(audit(256, 256)[0]?.text).toBe(
      "the heap may grow to 256 MB, the container is limited to 256 MB: V8's default is too large for so small a container, whose kernel may end the process",
    );
    expect(audit(1_024, 2_048)[0]?.text).toBe(
      'the heap may grow to 1024 MB, the container is limited to 2048 MB: V8 by default leaves half of it or more unused',
    );
  });
});
