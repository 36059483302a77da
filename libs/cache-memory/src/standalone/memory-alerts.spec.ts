import { describe, expect, it } from '@jest/globals';
import type { MemoryReport } from '../pressure/memory-report.js';
import { MemoryAlerts } from './memory-alerts.js';

const MB = 2 ** 20;

/** A report without pressure, of a process whose container of 500 MB is fragmented so far. */
const report = (fragmentedMegabytes: number, source = 'container') =>
  ({
    checkedAt: 0,
    level: 'normal',
    previousLevel: 'normal',
    fragmentedBytes: fragmentedMegabytes * MB,
    readings: [
      { source: 'heap', usedBytes: 0, limitBytes: 100 * MB },
      { source, usedBytes: 0, limitBytes: 500 * MB },
    ],
    relief: [],
    steps: [],
  }) as unknown as MemoryReport;

describe('MemoryAlerts', () => {
  it('tells once that a fifth of a container is lost to pieces, and the variables that cure it', () => {
    const alerts = new MemoryAlerts();
    expect(alerts.of(report(99), [])).toEqual([]);
    expect(alerts.of(report(101), [])).toEqual([
      expect.objectContaining({
        kind: 'fragmented',
        message:
          '101 MB of the container are lost to pieces of freed Buffers; with glibc, set MALLOC_MMAP_THRESHOLD_=16384 ' +
          'MALLOC_MMAP_MAX_=30000',
      }),
    ]);
    expect(alerts.of(report(200), [])).toEqual([]);
  });

  it('tells nothing of pieces where there is no container', () => {
    expect(new MemoryAlerts().of(report(400, 'machine'), [])).toEqual([]);
  });

  it('tells what failed, and why', () => {
    const failures = [
      { kind: 'rebuild failed', of: 'prices', error: new Error('no such file') },
      { kind: 'region failed', of: 'pages', error: new Error('a policy of its own') },
      { kind: 'reclaimer failed', of: 'templates', error: 'not an error' },
    ] as const;
    expect(new MemoryAlerts().of(report(0), failures).map(({ kind, message }) => [kind, message])).toEqual([
      ['rebuild failed', "Region 'prices' was not rebuilt: no such file"],
      ['region failed', "Region 'pages' gave nothing back: a policy of its own"],
      ['reclaimer failed', "Reclaimer 'templates': 'not an error'"],
    ]);
  });

  it('tells of what goes on failing once a minute, and how often it was meanwhile', () => {
    const alerts = new MemoryAlerts();
    const failure = { kind: 'region failed', of: 'pages', error: new Error('again') } as const;
    const tellAt = (checkedAt: number) =>
      alerts.of({ ...report(0), checkedAt }, [failure]).map(({ at, heldBack }) => [at, heldBack]);
    expect([tellAt(0), tellAt(59_999), tellAt(60_000)]).toEqual([[[0, 0]], [], [[60_000, 1]]]);
  });
});
