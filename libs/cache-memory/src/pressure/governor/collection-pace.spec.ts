import { describe, expect, it } from '@jest/globals';
import type { CollectionScope } from '../collection-scope.js';
import { CollectionPace } from './collection-pace.js';
import type { MemoryDemand } from './memory-demand.js';

const MB = 2 ** 20;
const LIMIT = 512 * MB;
const ratio = { low: 1, expected: 1, high: 1 };
const part = {
  usedBytes: 0,
  garbageBytes: 0,
  reserveBytes: 0,
  releasableBytes: 0,
  countedReserveBytes: 0,
  limitBytes: LIMIT,
  comingBytes: 0,
  aim: 0.8,
  ratio,
};
const heap = (occupiedBytes: number): MemoryDemand => ({
  ...part,
  source: 'heap',
  occupiedBytes,
  isCollectedInTime: true,
});
const container = (occupied: number, garbage: number): MemoryDemand => ({
  ...part,
  source: 'container',
  occupiedBytes: occupied * LIMIT,
  garbageBytes: garbage * LIMIT,
  isCollectedInTime: false,
});

const note = (pace: CollectionPace, endedAtMs: number, tookMs: number, scope: CollectionScope, liveBytes = 200 * MB) =>
  pace.note({ scope, endedAtMs, tookMs, liveBytes });

describe('CollectionPace', () => {
  it('finds a collection worthwhile where a container is full and much of it may be garbage', () => {
    const due = (occupied: number, garbage: number) =>
      new CollectionPace().due([heap(200 * MB), container(occupied, garbage)], 0, 0);
    expect(due(0.83, 0.09)).toBe('garbage');
    expect(due(0.83, 0.07)).toBeUndefined();
    expect(due(0.8, 0.09)).toBeUndefined();
  });

  it('asks for less garbage where the heap is so small that searching it takes no time', () => {
    const due = (heapBytes: number, garbage: number) =>
      new CollectionPace().due([heap(heapBytes), container(0.83, garbage)], 0, 0);
    expect(due(10 * MB, 0.03)).toBe('garbage');
    expect(due(10 * MB, 0.01)).toBeUndefined();
    expect(due(100 * MB, 0.03)).toBeUndefined();
  });

  it('rests four times as long as the last collection took, once where the container is fuller, and less where it is nearly full', () => {
    const pace = new CollectionPace();
    note(pace, 1_000, 50, 'garbage');
    expect(pace.due([container(0.85, 0.1)], 0, 1_199)).toBeUndefined();
    expect(pace.due([container(0.85, 0.1)], 0, 1_200)).toBe('garbage');
    expect(pace.due([container(0.861, 0.1)], 0, 1_099)).toBeUndefined();
    expect(pace.due([container(0.861, 0.1)], 0, 1_100)).toBe('garbage');
    expect(pace.due([container(0.901, 0.1)], 0, 1_048)).toBeUndefined();
    expect(pace.due([container(0.901, 0.1)], 0, 1_050)).toBe('garbage');
    expect(pace.due([container(0.94, 0.1)], 0, 1_024)).toBeUndefined();
    expect(pace.due([container(0.94, 0.1)], 0, 1_026)).toBe('garbage');
    expect(pace.due([container(0.98, 0.1)], 0, 1_001)).toBe('garbage');
  });

  it('counts what pressure has just taken as garbage, as it takes of the memory', () => {
    const pace = new CollectionPace();
    const twice = { ...container(0.83, 0.04), ratio: { low: 2, expected: 2, high: 2 } };
    expect(pace.due([heap(200 * MB), twice], 0.019 * LIMIT, 0)).toBeUndefined();
    expect(pace.due([heap(200 * MB), twice], 0.021 * LIMIT, 0)).toBe('garbage');
  });

  it('leaves the heap to V8, however much garbage is in it', () => {
    const full = { ...heap(0.95 * LIMIT), garbageBytes: 0.5 * LIMIT };
    expect(new CollectionPace().due([full], 0, 0)).toBeUndefined();
  });

  it('rests a tenth of a second after the quickest collection', () => {
    const pace = new CollectionPace();
    note(pace, 1_000, 1, 'garbage');
    expect(pace.due([container(0.85, 0.1)], 0, 1_099)).toBeUndefined();
    expect(pace.due([container(0.85, 0.1)], 0, 1_100)).toBe('garbage');
  });

  describe('pages', () => {
    const due = (occupied: number, changes: { counted?: number; reserve?: number; garbage?: number }) => {
      const { counted = 0, reserve = counted, garbage = 0 } = changes;
      const [garbageBytes, reserveBytes, countedReserveBytes] = [garbage, reserve, counted].map((each) => each * LIMIT);
      const releasableBytes = reserveBytes! + garbageBytes!;
      const kept = { garbageBytes, reserveBytes, releasableBytes, countedReserveBytes };
      return new CollectionPace().due([heap(200 * MB), { ...container(occupied, 0), ...kept } as MemoryDemand], 0, 0);
    };

    it('are due where V8 keeps much of what a full container counts as needed, and little is garbage', () => {
      expect(due(0.83, { counted: 0.09 })).toBe('pages');
      expect(due(0.83, { counted: 0.07, reserve: 0.3 })).toBeUndefined();
      expect(due(0.81, { counted: 0.09 })).toBeUndefined();
      expect(due(0.89, { counted: 0.09, reserve: 0.05, garbage: 0.09 })).toBe('garbage');
    });

    it('are due where a container is nearly full, garbage of the heap among them, whatever counts as needed', () => {
      expect(due(0.91, { reserve: 0.09 })).toBe('pages');
      expect(due(0.91, { reserve: 0.04, garbage: 0.05 })).toBe('pages');
      expect(due(0.91, { reserve: 0.04, garbage: 0.03 })).toBeUndefined();
    });

    it('let garbage wait as long as the heap can grow into them', () => {
      expect(due(0.89, { counted: 0, reserve: 0.08, garbage: 0.1 })).toBeUndefined();
      expect(due(0.89, { counted: 0, reserve: 0.06, garbage: 0.1 })).toBe('garbage');
    });

    it('may be got where V8 keeps more than 8 % of a memory', () => {
      const mayGet = (reserve: number) =>
        new CollectionPace().mayGetPages([{ ...container(0.2, 0), reserveBytes: reserve * LIMIT }]);
      expect([mayGet(0.079), mayGet(0.081)]).toEqual([false, true]);
    });
  });

  it('rests four times as long after it got pages, less where the container is nearly full, and collects garbage meanwhile', () => {
    const pace = new CollectionPace();
    note(pace, 500, 20, 'garbage');
    note(pace, 1_000, 200, 'pages');
    const pagesAt = (share: number, nowMs: number) =>
      pace.due([{ ...container(share, 0), countedReserveBytes: 0.1 * LIMIT, releasableBytes: 0.1 * LIMIT }], 0, nowMs);
    expect([pagesAt(0.9, 1_799), pagesAt(0.9, 1_800)]).toEqual([undefined, 'pages']);
    expect([pagesAt(0.94, 1_399), pagesAt(0.94, 1_401)]).toEqual([undefined, 'pages']);
    expect(pagesAt(0.98, 1_001)).toBe('pages');
    const full = container(0.85, 0.1);
    expect([pace.due([full], 0, 1_099), pace.due([full], 0, 1_100)]).toEqual([undefined, 'garbage']);
  });

  it('expects the next collection to take less where less lives in the heap now, and never more', () => {
    const dueAt = (usedBytes: number, nowMs: number) => {
      const pace = new CollectionPace();
      note(pace, 1_000, 216, 'pages', 200 * MB);
      const kept = { ...container(0.89, 0), countedReserveBytes: 0.1 * LIMIT };
      return pace.due([{ ...heap(200 * MB), usedBytes }, kept], 0, nowMs);
    };
    expect([dueAt(200 * MB, 1_863), dueAt(200 * MB, 1_864)]).toEqual([undefined, 'pages']);
    expect([dueAt(400 * MB, 1_863), dueAt(400 * MB, 1_864)]).toEqual([undefined, 'pages']);
    expect([dueAt(20 * MB, 1_143), dueAt(20 * MB, 1_144)]).toEqual([undefined, 'pages']); // (20 + 16) / (200 + 16) of it
  });

  it('lets a collection confirm once a second, or after four times as long as the last one took', () => {
    const pace = new CollectionPace();
    expect(pace.mayConfirm(0)).toBe(true);
    note(pace, 1_000, 50, 'garbage');
    expect([pace.mayConfirm(1_999), pace.mayConfirm(2_000)]).toEqual([false, true]);
    note(pace, 10_000, 500, 'garbage');
    expect([pace.mayConfirm(11_999), pace.mayConfirm(12_000)]).toEqual([false, true]);
  });

  it('takes a memory for too full from 88 % of what is needed on', () => {
    const pace = new CollectionPace();
    const needing = (share: number) => ({ ...heap(LIMIT), usedBytes: share * LIMIT });
    expect([pace.isTooFull([needing(0.88)]), pace.isTooFull([needing(0.5), needing(0.89)])]).toEqual([false, true]);
  });

  describe('urgency', () => {
    const growing = (from: MemoryDemand, to: MemoryDemand, elapsedMs = 40, collections = 1) => {
      const pace = new CollectionPace();
      return [pace.isUrgent([from], 1_000, 1), pace.isUrgent([to], 1_000 + elapsedMs, collections)];
    };

    it('is not known at the first look', () => {
      expect(new CollectionPace().isUrgent([container(0.97, 0.1)], 1_000, 1)).toBe(false);
    });

    it('leaves the heap to V8, however fast it fills', () => {
      expect(growing(heap(0.7 * LIMIT), heap(0.97 * LIMIT))).toEqual([false, false]);
    });

    it('is there where a container would be full within half a second, with something to collect', () => {
      expect(growing(container(0.91, 0.1), container(0.92, 0.1))).toEqual([false, true]); // 0.92 + 12.5 * 0.01
      expect(growing(container(0.916, 0.1), container(0.92, 0.1))).toEqual([false, false]);
      expect(growing(container(0.91, 0.1), container(0.92, 0.039))).toEqual([false, false]);
      expect(growing(container(0.91, 0.1), container(0.92, 0.04))).toEqual([false, true]);
    });

    it('is not there below 85 %, however fast memory fills, nor where it does not grow', () => {
      expect(growing(container(0.6, 0.1), container(0.84, 0.1))).toEqual([false, false]);
      expect(growing(container(0.6, 0.1), container(0.86, 0.1))).toEqual([false, true]);
      expect(growing(container(0.99, 0.1), container(0.99, 0.1))).toEqual([false, false]);
    });

    it('is measured over forty milliseconds without a collection', () => {
      expect(growing(container(0.8, 0.1), container(0.95, 0.1), 39)).toEqual([false, false]);
      expect(growing(container(0.8, 0.1), container(0.95, 0.1), 40, 2)).toEqual([false, false]);
    });

    it('is measured from the last look that was forty milliseconds ago, or that showed a collection', () => {
      const pace = new CollectionPace();
      const urgent = (share: number, atMs: number, collections: number) =>
        pace.isUrgent([container(share, 0.1)], atMs, collections);
      expect(urgent(0.2, 0, 1)).toBe(false);
      expect(urgent(0.9, 20, 1)).toBe(false);
      expect(urgent(0.9, 40, 1)).toBe(true);
      expect(urgent(0.901, 80, 1)).toBe(false);
      expect(urgent(0.7, 100, 2)).toBe(false);
      expect(urgent(0.9, 140, 2)).toBe(true);
    });

    it('waits as long as the last collection took', () => {
      const pace = new CollectionPace();
      pace.isUrgent([container(0.5, 0.1)], 1_000, 1);
      note(pace, 1_030, 50, 'garbage');
      expect(pace.isUrgent([container(0.9, 0.1)], 1_079, 1)).toBe(false);
      expect(pace.isUrgent([container(0.97, 0.1)], 1_119, 1)).toBe(true);
    });

    it('is there where one of several memories fills', () => {
      const pace = new CollectionPace();
      pace.isUrgent([heap(0.5 * LIMIT), container(0.9, 0.1)], 1_000, 1);
      expect(pace.isUrgent([heap(0.5 * LIMIT), container(0.95, 0.1)], 1_040, 1)).toBe(true);
    });
  });
});
