import { describe, expect, it } from '@jest/globals';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';
import { tieredCache } from '../../test/tiered-cache.js';
import { turns } from '../../test/turns.js';
import { FakeClock } from '../testing/fake-clock.js';
import type { CacheOptions } from '../engine/cache-options.js';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheKeyvStore } from './cache-keyv-store.js';
import { keyvCodec } from './keyv-codec.js';
import { keyvOptions } from './keyv-options.js';

class Model {
  readonly #dose = 5;
  dose(): number {
    return this.#dose;
  }
}

function given(options: Partial<CacheOptions<string, any>> = {}) {
  const clock = new FakeClock();
  const cache = new MethodInstanceCache<string, any>({
    region: 'responses',
    maxEntries: 100,
    policy: 'lru',
    clock,
    ...options,
  });
  return { cache, clock };
}

const over = (cache: MethodInstanceCache<string, any>, namespace?: string) =>
  new Keyv({ ...keyvOptions(cache), ...(namespace !== undefined && { namespace }), throwOnErrors: true });

async function pairsOf(keyv: Keyv): Promise<[string, unknown][]> {
  const pairs: [string, unknown][] = [];
  for await (const pair of keyv.iterator!(undefined)) pairs.push(pair);
  return pairs;
}

describe('a Keyv on a region', () => {
  it('is bounded by the region, and counts there', async () => {
    const { cache } = given({ maxEntries: 2, policy: 'lru' });
    const keyv = over(cache);
    for (const key of ['a', 'b', 'c']) expect(await keyv.set(key, key)).toBe(true);
    expect(await keyv.get(['a', 'b', 'c', 'd'])).toEqual([undefined, 'b', 'c', undefined]);
    expect(cache.stats()).toMatchObject({ entries: 2, hits: 2, misses: 2, removals: { size: 1 } });
  });

  it('gives the instance that was stored where it does not serialise', async () => {
    const keyv = over(given().cache);
    const model = new Model();
    await keyv.set('model', model);
    expect(await keyv.get('model')).toBe(model);
    expect(await keyv.getMany(['model'])).toEqual([model]);
    expect(await keyv.getManyRaw(['model'])).toEqual([{ value: model, expires: undefined }]);
  });

  it('keeps texts where Keyv serialises, weighed as such', async () => {
    const { cache } = given({ maxBytes: 1_000, weigher: (text: string) => text.length });
    const keyv = new Keyv({ store: new CacheKeyvStore(cache) });
    await keyv.set('price', { euro: 5 });
    expect(await keyv.get('price')).toEqual({ euro: 5 });
    expect(cache.weight).toBe('{"value":{"euro":5}}'.length);
    expect(await keyv.set('essay', 'x'.repeat(2_000))).toBe(false);
  });

  it('ends entries with the ttl of Keyv, and with that of the region where Keyv has none', async () => {
    const { cache, clock } = given({ ttl: '1m' });
    const store = new CacheKeyvStore(cache);
    await store.set('short', 1, 500);
    await store.setMany([{ key: 'long', value: 2 }]);
    await store.set('endless', 3, Infinity);
    clock.advance(600);
    expect(await store.hasMany(['short', 'long', 'endless'])).toEqual([false, true, true]);
    clock.advance(60_000);
    expect(await store.getMany(['short', 'long', 'endless'])).toEqual([undefined, undefined, undefined]);
  });

  it('removes what is stored when its time is over already', async () => {
    const store = new CacheKeyvStore(given().cache);
    await store.set('a', 1);
    expect(await store.set('a', 2, -1)).toBe(true);
    expect(await store.has('a')).toBe(false);
  });

  it('tells namespaces apart, whatever their keys are, and clears them one by one', async () => {
    const { cache } = given();
    const [a, b, all] = [over(cache, 'a'), over(cache, 'b'), new CacheKeyvStore(cache)];
    b.useKeyPrefix = true; // what Keyv 5 does unless told otherwise
    await Promise.all([a.set('x', 1), b.set('x', 2), a.set('a:x', 3), all.set('a:x', 4)]);
    expect([await a.get('x'), await b.get('x'), await all.get('a:x')]).toEqual([1, 2, 4]);
    expect([...cache.entries()].map(({ key }) => key).sort()).toEqual(['a::a:x', 'a::x', 'a:x', 'b::b:x']);
    await a.clear();
    expect([await a.get('x'), await b.get('x'), await all.get('a:x')]).toEqual([undefined, 2, 4]);
    cache.invalidate('b');
    expect(cache.size).toBe(1);
    await all.clear();
    expect(cache.size).toBe(0);
  });

  it('answers whether there was something to delete', async () => {
    const keyv = over(given().cache);
    await keyv.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    expect(await keyv.delete('a')).toBe(true);
    expect(await keyv.delete('a')).toBe(false);
    expect(await keyv.delete(['a', 'b'])).toBe(false);
    expect(await keyv.has(['a', 'b'])).toEqual([false, false]);
  });

  it('iterates over its namespace without counting', async () => {
    const { cache } = given();
    const [keyv, other, everything] = [over(cache, 'a'), over(cache, 'b'), over(cache)];
    await Promise.all([keyv.set('x', 1), keyv.set('y:y', 2), other.set('x', 3)]);
    expect(Object.fromEntries(await pairsOf(keyv))).toEqual({ x: 1, 'y:y': 2 });
    expect(Object.fromEntries(await pairsOf(everything))).toEqual({ 'a::x': 1, 'a::y:y': 2, 'b::x': 3 });
    expect(cache.stats()).toMatchObject({ hits: 0, misses: 0 });
  });

  it('leaves the region open when it is disconnected', async () => {
    const { cache } = given();
    const keyv = over(cache);
    await keyv.set('a', 1);
    await keyv.disconnect();
    expect(cache.size).toBe(1);
  });

  it('tells Keyv of what cannot be stored', async () => {
    const { cache } = given();
    await cache.close();
    await expect(over(cache).set('a', 1)).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
  });

  it('serves cache-manager, with its lifetimes and its refreshing ahead', async () => {
    const { cache } = given();
    const manager = createCache({ stores: [over(cache)], ttl: 60_000, refreshThreshold: 70_000 });
    const model = new Model();
    expect(await manager.wrap('model', async () => model)).toBe(model);
    expect(await manager.ttl('model')).toBeGreaterThan(Date.now());
    const next = new Model();
    expect(await manager.wrap('model', async () => next)).toBe(model);
    while ((await manager.get('model')) === model) await turns();
    expect(await manager.get('model')).toBe(next);
    expect([...cache.entries()]).toMatchObject([{ key: 'model', remainingTtlMs: 60_000 }]);
  });
});

describe('a Keyv on a region with a tier', () => {
  const modelCodec = keyvCodec<Model>({
    name: 'model',
    version: 1,
    is: (value): value is Model => value instanceof Model,
    toSnapshot: () => new Uint8Array(0),
    fromSnapshot: () => new Model(),
  });

  it('has what was evicted recalled, and misses what is nowhere', async () => {
    const { cache } = tieredCache<any>({ policy: 'lru' }, { codec: modelCodec });
    const keyv = over(cache);
    for (const key of ['a', 'b', 'c']) await keyv.set(key, new Model(), 60_000);
    await cache.tierSettled();
    expect(cache.has('a')).toBe(false);
    expect((await keyv.get<Model>('a'))?.dose()).toBe(5);
    expect(await keyv.has('b')).toBe(true);
    expect(await keyv.get('d')).toBeUndefined();
    expect(await keyv.has('d')).toBe(false);
    expect(cache.stats()).toMatchObject({ recalls: 2, recallMisses: 2, hits: 0, misses: 4 });
  });

  it('clears a namespace in the tier too', async () => {
    const { cache, kept } = tieredCache<any>({ policy: 'lru' });
    const [one, other] = [new CacheKeyvStore(cache), new CacheKeyvStore(cache)];
    one.namespace = 'one';
    other.namespace = 'other';
    for (const key of ['a', 'b', 'c', 'd']) await (key < 'c' ? one : other).set(key, key);
    await cache.tierSettled();
    await one.clear();
    await cache.tierSettled();
    expect(await one.get('a')).toBeUndefined();
    expect(kept.size).toBe(0);
    expect(await other.getMany(['c', 'd'])).toEqual(['c', 'd']);
  });

  it('deletes what only the tier has, and never what is set after it', async () => {
    const { cache, kept } = tieredCache<any>({ policy: 'lru' });
    const store = new CacheKeyvStore(cache);
    for (const key of ['a', 'b', 'c', 'd']) await store.set(key, 1);
    await cache.tierSettled();
    expect([...kept.keys()]).toHaveLength(2);
    const isDeleted = store.delete('a');
    await store.set('a', 2);
    expect(await isDeleted).toBe(true);
    expect(await store.get('a')).toBe(2);
    expect(await store.delete('b')).toBe(true);
    expect(await store.delete('b')).toBe(false);
  });

  it('misses where the tier fails', async () => {
    const { cache, chaos } = tieredCache<any>({ policy: 'lru' });
    const store = new CacheKeyvStore(cache);
    chaos.fault = 'fails';
    expect(await store.get('a')).toBeUndefined();
  });
});
