import { describe, expect, it } from '@jest/globals';
import { givenRegion } from '../../../test/given-region.js';
import type { CollectionScope } from '../collection-scope.js';
import { DEFAULT_THRESHOLDS } from '../pressure-level.js';
import type { MemorySample } from '../sensing/memory-sample.js';
import { Lookout } from './lookout.js';

const SETTINGS = { thresholds: DEFAULT_THRESHOLDS, limitBytes: undefined, forceCollection: true, deferHeapAbort: true };
const sampleOf = (changes: Partial<MemorySample>) =>
  ({
    atMs: 0,
    heapUsedBytes: 100,
    oldGenerationUsedBytes: 100,
    heapLimitBytes: 1_000,
    youngGenerationBytes: 0,
    externalBytes: 0,
    rssBytes: 100,
    containerLimitBytes: undefined,
    containerWorkingSetBytes: undefined,
    liveHeapBytes: 100,
    majorCollections: 1,
    ...changes,
  }) as MemorySample;

const given = (changes: Partial<MemorySample> = {}) => {
  let sample = sampleOf(changes);
  const inUseBytes = () => sample.heapUsedBytes;
  const sensor = { sample: () => sample, inUseBytes, lastCollection: undefined, close: () => {} };
  const lookout = new Lookout(() => sensor, 64_000);
  const regions = [
    givenRegion('a', { entries: 2, weight: 200, protectedEntries: 1, protectedWeight: 50 }),
    givenRegion('b', { entries: 1, weight: 30 }),
  ];
  const view = (next: Partial<MemorySample> = {}, forced?: CollectionScope) => {
    sample = sampleOf({ ...changes, ...next });
    return lookout.view(regions, 'normal', SETTINGS, forced);
  };
  return { view, regions };
};

describe('Lookout', () => {
  it('adds up what the regions believe to hold, and what of it may be evicted', () => {
    const { view, regions } = given();
    const seen = view();
    expect([seen.believedBytes, seen.evictableBytes]).toEqual([230, 180]);
    expect([...seen.regions.values()]).toEqual(regions);
    expect([...seen.holdings].map(([name, { weight }]) => [name, weight])).toEqual([
      ['a', 200],
      ['b', 30],
    ]);
  });

  it('knows anew what is live after each collection, its own ones too', () => {
    const { view } = given();
    expect(view().isKnownAnew).toBe(true);
    expect(view({ atMs: 10 }).isKnownAnew).toBe(false);
    expect(view({ atMs: 20 }, 'garbage').isKnownAnew).toBe(true);
    expect(view({ atMs: 30, majorCollections: 2 }).isKnownAnew).toBe(true);
  });

  describe('in a container', () => {
    /** Whether memory is taken for needed that only rises: by the estimate no more than about 600 of the 1000 bytes are. */
    const isBelieved = (...workingSets: (number | undefined)[]) => {
      const { view } = given({ containerLimitBytes: 1_000 });
      return workingSets.map((containerWorkingSetBytes) => {
        const { demands } = view({ containerWorkingSetBytes });
        return demands[1]!.usedBytes > 900;
      });
    };

    it('believes memory close to the limit while it rises by more than a hundredth of it', () => {
      expect(isBelieved(870, 880, 881)).toEqual([false, false, true]);
    });

    it('measures the rise from the least since it last rose', () => {
      expect(isBelieved(870, 865, 876)).toEqual([false, false, true]);
      expect(isBelieved(870, 885, 890)).toEqual([false, true, false]);
      expect(isBelieved(870, 885, 896)).toEqual([false, true, true]);
    });

    it('knows of no rise where the container does not tell', () => {
      expect(isBelieved(870, undefined, 875)).toEqual([false, false, false]);
    });
  });
});
