import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PolicyCache, range } from '../../../test/contracts/policy-cache.js';
import { watchedCache } from '../../../test/caches.js';
import { TtlPolicy } from './ttl.js';

const cacheOf = (deadlineOf: (key: number) => number, maxEntries = 10): PolicyCache =>
  new PolicyCache((entries) => new TtlPolicy(entries), maxEntries, Infinity, undefined, deadlineOf);

describe('TtlPolicy', () => {
  it('evicts what expires soonest', () => {
    const cache = cacheOf((key) => (key * 7) % 11);
    cache.accessAll(range(0, 10));
    expect(cache.drain()).toEqual(range(0, 10).sort((one, other) => ((one * 7) % 11) - ((other * 7) % 11)));
  });

  it('evicts what never expires last, the least recently used first', () => {
    const cache = cacheOf((key) => (key < 5 ? Infinity : 100 - key));
    cache.accessAll([1, 2, 5, 3, 6, 1, 5]);
    expect(cache.drain()).toEqual([6, 5, 2, 3, 1]);
  });

  it('follows deadlines that hits have moved', () => {
    const deadlines = new Map([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    const cache = cacheOf((key) => deadlines.get(key)!);
    cache.accessAll([1, 2, 3]);
    deadlines.set(1, 25);
    cache.access(1);
    deadlines.set(2, 40); // nobody is told
    expect(cache.drain()).toEqual([1, 3, 2]);
  });

  it('is the order of the deadlines, whatever happens', () => {
    const step = fc.tuple(fc.nat(40), fc.constantFrom('access', 'access', 'remove'), fc.nat(20));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const deadlines = new Map<number, number>();
        const cache = cacheOf((key) => deadlines.get(key)!, Infinity);
        for (const [key, op, more] of steps) {
          if (op === 'access') {
            deadlines.set(key, (cache.slots.has(key) ? deadlines.get(key)! : key % 3) + more);
            cache.access(key);
          } else if (cache.slots.has(key)) {
            cache.remove(key);
          }
        }
        const order = cache.drain().map((key) => deadlines.get(key)!);
        expect(order).toEqual([...order].sort((one, other) => one - other));
      }),
      { seed: 3 },
    );
  });

  it('evicts what ends soonest in a cache whose slots had other entries before', () => {
    const { cache, clock, removals } = watchedCache<string, number>({ maxEntries: 20, policy: 'ttl' });
    const endOf = new Map<string, number>();
    for (let count = 0; count < 500; count++) {
      clock.advance(1);
      const key = `${count % 3 === 0 ? count % 40 : count}`;
      const ttl = 10_000 + ((count * 7_919) % 5_003);
      const isNew = !cache.has(key);
      const gone = removals.length;
      cache.set(key, count, { ttl });
      for (const { key: left, cause } of removals.slice(gone)) {
        expect([cause, endOf.get(left)]).toEqual(isNew ? ['size', Math.min(...endOf.values())] : ['replaced', endOf.get(key)]); // prettier-ignore
        endOf.delete(left);
      }
      endOf.set(key, clock.now() + ttl);
    }
    expect(removals.length).toBeGreaterThan(400);
    void cache.close();
  });
});
