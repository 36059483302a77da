import { describe, expect, it } from '@jest/globals';
import { randomNumbers } from '../../../test/random-numbers.js';
import { TwinCaches } from '../../../test/twin-caches.js';
import type { CacheOptions } from '../cache-options.js';
import { LruPolicy } from '../eviction/lru.js';
import { MethodInstanceCache } from '../method-instance-cache.js';

/** Refuses every third newcomer for which somebody would have to go. */
class Choosy extends LruPolicy {
  #asked = 0;

  override victim(candidate = -1): number {
    return candidate !== -1 && ++this.#asked % 3 === 0 ? candidate : super.victim();
  }
}

const weighed: CacheOptions<number, object> = {
  maxBytes: 60,
  maxEntries: 8,
  weigher: (value) => (value as { weight: number }).weight,
  policy: 'lru',
};
const bounds: [string, CacheOptions<number, object>][] = [
  ['entries without weight', { maxEntries: 6, policy: 'lru' }],
  ['a policy that refuses', { maxEntries: 6, policy: () => new Choosy() }],
  ['weights that fit', { ...weighed, maxBytes: 10_000 }],
  ['weights that hardly fit', weighed],
  ['bytes alone', { ...weighed, maxEntries: undefined }],
];

describe('the short way into a cache', () => {
  it.each(bounds)('comes to the same as the long one, with %s', (_, options) => {
    const random = randomNumbers(5);
    const draw = (count: number): number => Math.floor(random() * count);
    const twins = new TwinCaches<number>(options);
    const values = Array.from({ length: 6 }, (_, weight) => ({ weight: weight * 3 }));
    const hasWeight = options.weigher !== undefined;
    for (let step = 0; step < 150; step++) {
      const key = draw(12);
      const value = values[draw(6)]!;
      const said = step < 75 ? {} : { cost: draw(3), ...(hasWeight && draw(2) === 0 ? { weight: draw(9) } : {}) };
      twins.clock.advance(1 + draw(5));
      const kind = draw(10);
      if (kind < 5) twins.do((cache) => cache.set(key, value));
      else if (kind < 7) twins.do((cache) => cache.set(key, value, said));
      else if (kind < 9) twins.do((cache) => cache.get(key));
      else twins.do((cache) => cache.delete(key));
      if (step % 10 === 0) twins.check();
    }
    twins.check();
    twins.do((cache) => cache.clear());
    twins.check();
  });

  it('ends where an entry comes that is more than a value, and begins again with an empty cache', () => {
    const twins = new TwinCaches<number>({ maxEntries: 4, policy: 'lru' });
    for (const options of [{ priority: 'high' }, { protected: true }, { tags: ['t'] }, { ttl: 50 }] as const) {
      twins.do((cache) => cache.set(1, { options }, options));
      for (let key = 2; key < 9; key++) twins.do((cache) => cache.set(key, { key }));
      twins.check();
      twins.do((cache) => cache.set(1, { plain: true }));
      twins.check();
      twins.clock.advance(50);
      twins.do((cache) => cache.get(1));
      twins.do((cache) => cache.clear());
    }
    for (let key = 0; key < 6; key++) twins.do((cache) => cache.set(key, { key }));
    twins.check();
  });

  it('gives the place of the one that leaves to the one that comes, and forgets what that one weighed and cost', () => {
    const twins = new TwinCaches<number>({ maxEntries: 2, maxBytes: 100, weigher: () => 0, policy: 'lru' });
    twins.do((cache) => cache.set(1, {}, { weight: 5, cost: 7 }));
    twins.do((cache) => cache.set(2, {}));
    twins.do((cache) => cache.set(3, {}));
    twins.check();
    expect(twins.short.stats()).toMatchObject({ weight: 0, evictedWeight: 5, peakWeight: 5, removals: { size: 1 } });
    twins.do((cache) => cache.set(2, {}, { weight: 4, cost: 3 }));
    twins.do((cache) => cache.set(2, {}));
    twins.check();
    expect(Array.from(twins.short.entries(), ({ costMs, weight }) => [costMs, weight])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it.each([[{ cost: 5 }], [{ weight: 4 }], [{ cost: 5, weight: 4 }], [{}]])(
    'notes the first weight or cost of all, be it that of another value for a key or of another key: %p',
    (said) => {
      for (const key of [1, 2]) {
        const twins = new TwinCaches<number>({ maxEntries: 3, maxBytes: 100, weigher: () => 0, policy: 'lru' });
        twins.do((cache) => cache.set(1, {}));
        twins.do((cache) => cache.set(key, {}, said));
        twins.check();
        twins.do((cache) => cache.get(key));
        twins.do((cache) => cache.set(key, {}));
        twins.check();
      }
    },
  );

  it('leaves no rounding error behind where the only value is replaced or gives way', () => {
    for (const key of [1, 2]) {
      const twins = new TwinCaches<number>({ maxEntries: 1, maxBytes: 1e12, weigher: () => 0, policy: 'lru' });
      for (const weight of [0.1, 1e9 + 0.7, 0.2]) twins.do((cache) => cache.set(1, {}, { weight }));
      twins.do((cache) => cache.set(key, {}));
      expect(twins.short.weight).toBe(0);
    }
  });

  it('is closed to what has to push others out for its bytes', () => {
    const twins = new TwinCaches<number>({ maxBytes: 10, weigher: () => 0, policy: 'lru' });
    for (const [key, weight] of [
      [1, 4],
      [2, 4],
      [3, 2],
      [4, 5],
      [5, 0],
      [6, 10],
      [7, 11],
      [8, 0],
    ] as const) {
      twins.do((cache) => cache.set(key, {}, { weight }));
      twins.check();
    }
  });

  it('tells of a value that the policy refuses as the long one does', () => {
    const cache = new MethodInstanceCache<number, string>({ maxEntries: 1, policy: () => new Choosy() });
    const rejected: unknown[] = [];
    cache.on('entry.rejected', (rejection) => rejected.push(rejection));
    expect([1, 2, 3, 4].map((key) => cache.set(key, `v${key}`))).toEqual([true, true, true, false]);
    expect(rejected).toEqual([{ key: 4, value: 'v4', weight: 0 }]);
    expect(cache.get(3)).toBe('v3');
    expect(cache.stats()).toMatchObject({ entries: 1, insertions: 3, rejections: 1, removals: { size: 2 } });
  });

  it('disposes of what was replaced, and not of a value that is stored once more', () => {
    const disposed: object[] = [];
    const cache = new MethodInstanceCache<number, object>({ maxEntries: 2, dispose: (value) => disposed.push(value) });
    const [one, other] = [{ one: 1 }, { other: 2 }];
    cache.set(1, one);
    cache.set(1, one);
    expect([disposed, cache.stats().insertions]).toEqual([[], 1]);
    cache.set(1, other);
    expect(disposed).toEqual([one]);
    expect(cache.stats()).toMatchObject({ insertions: 2, removals: { replaced: 1 } });
  });
});
