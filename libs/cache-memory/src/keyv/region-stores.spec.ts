import { describe, expect, it } from '@jest/globals';
import { Keyv } from 'keyv';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { getCacheToken } from '../nest/get-cache-token.js';
import { CacheKeyvStore } from './cache-keyv-store.js';
import { regionStores } from './region-stores.js';

describe('regionStores', () => {
  const cache = new MethodInstanceCache({ maxEntries: 2 });

  it('asks for the region', () => {
    expect(regionStores('responses').inject).toEqual([getCacheToken('responses')]);
    expect(() => regionStores('')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('gives a store that Keyv serialises for', () => {
    const { stores } = regionStores('responses').useFactory(cache);
    expect(stores).toEqual([expect.any(CacheKeyvStore)]);
  });

  it('gives a Keyv that keeps instances where it is given the class', async () => {
    const [keyv] = regionStores('responses', Keyv).useFactory(cache).stores;
    const value = { at: new Date() };
    await keyv!.set('a', value);
    expect(await keyv!.get('a')).toBe(value);
  });
});
