import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { MethodInstanceCache } from '../method-instance-cache.js';

const given = () => new MethodInstanceCache<string, number>({ maxEntries: 10 });

describe('a loader that answers at once', () => {
  it('brings a value that is stored, and counts as under way until then', () => {
    const cache = given();
    const pending = cache.getOrCreate('slow', () => new Promise<number>(() => {}));
    pending.catch(() => {});
    let underWay = 0;
    expect(cache.getOrCreateSync('a', () => ((underWay = cache.stats().loading), 1))).toBe(1);
    expect([underWay, cache.stats().loading, cache.peek('a')]).toEqual([2, 1, 1]);
  });

  it.each<[string, (cache: MethodInstanceCache<string, number>) => void]>([
    ['deletes its key', (cache) => cache.delete('a')],
    ['invalidates a tag of it', (cache) => cache.invalidate('models')],
    ['clears the cache', (cache) => cache.clear()],
  ])('brings a value that is returned and not stored where it %s itself', (_, change) => {
    const cache = given();
    const load = () => (change(cache), 1);
    expect(cache.getOrCreateSync('a', load, { tags: ['models'] })).toBe(1);
    expect(cache.has('a')).toBe(false);
    expect(cache.stats().insertions).toBe(0);
  });

  it('stores its value whatever it does to other keys and tags', () => {
    const cache = given();
    const load = () => {
      cache.delete('b');
      cache.invalidate('users');
      return 1;
    };
    cache.getOrCreateSync('a', load, { tags: ['models'] });
    expect(cache.peek('a')).toBe(1);
  });

  it('remembers no failure of a key that it has changed itself', () => {
    const cache = new MethodInstanceCache<string, number>({ maxEntries: 10, negativeTtl: 1_000 });
    const failing = () => {
      cache.delete('a');
      throw new Error('broken');
    };
    expect(() => cache.getOrCreateSync('a', failing)).toThrow('broken');
    expect([cache.stats().rememberedFailures, cache.getOrCreateSync('a', () => 1)]).toEqual([0, 1]);
  });

  it('must not answer a promise, and the error says which call it was', () => {
    const error = caught(() => given().getOrCreateSync('a', (() => Promise.resolve(1)) as never));
    expect(error.message).toContain('getOrCreateSync: expected a loader that answers a value at once, found a promise');
  });
});

describe('a load without a value that is remembered', () => {
  const remembering = () => {
    const cache = new MethodInstanceCache<string, number>({ maxEntries: 10, negativeTtl: 1_000 });
    const failing = () => {
      throw new Error('broken');
    };
    expect(() => cache.getOrCreateSync('a', failing, { tags: ['models'] })).toThrow('broken');
    return cache;
  };

  it('is forgotten with a tag of its own, not with another one', () => {
    const cache = remembering();
    cache.invalidate('users');
    expect(cache.stats().rememberedFailures).toBe(1);
    cache.invalidate('models');
    expect(cache.stats().rememberedFailures).toBe(0);
  });

  it('is forgotten when its key is set or deleted, not when another one is', () => {
    const cache = remembering();
    cache.set('b', 2);
    cache.delete('c');
    expect(cache.stats().rememberedFailures).toBe(1);
    cache.delete('a');
    expect(cache.stats().rememberedFailures).toBe(0);
    expect(cache.getOrCreateSync('a', () => 5)).toBe(5);
  });

  it('goes on being forgotten by its key after another load has ended', () => {
    const cache = remembering();
    cache.getOrCreateSync('b', () => 2);
    cache.set('b', 3);
    cache.set('a', 4);
    expect([cache.stats().rememberedFailures, cache.peek('a')]).toEqual([0, 4]);
  });
});
