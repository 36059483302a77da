import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deferred } from '../../../test/deferred.js';
import { describeRedis, RedisServer } from '../../../test/describe-redis.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { jsonCodec } from '../../tiers/codecs/json-codec.js';
import type { TierOptions } from '../../tiers/entry-tier.js';
import { MemoryPlace } from '../../tiers/memory-place.js';
import { redisPlace } from './redis-place.js';

type Cache = MethodInstanceCache<string>;
const LOCK = 'cache:l:users:k:sa';

let server: RedisServer;
let admin: Awaited<ReturnType<RedisServer['connect']>>;
const opened: CacheMemory[] = [];
const test = { isOver: false };

/** A cache of a process of its own, as far as Redis can tell. */
const process = async (tier: Partial<TierOptions> = {}): Promise<Cache> => {
  const place = redisPlace({ connection: { url: server.url }, hangTimeout: '10s' });
  const memory = new CacheMemory({
    regions: [
      {
        region: 'users',
        maxEntries: 100,
        tier: { place, codec: jsonCodec, spill: 'stored', timeout: '10s', singleFlight: true, ...tier },
      },
    ],
  });
  opened.push(memory);
  const cache = memory.region<string>('users');
  await cache.getOrCreate('first', () => 'made while it connects');
  return cache;
};
const until = async (holds: () => unknown): Promise<void> => {
  while (!test.isOver && !(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
};
/** A load that has begun, and ends when it is told to. */
const slowLoad = (cache: Cache, key = 'a') => {
  const begun = deferred<void>();
  const end = deferred<unknown>();
  const value = cache.getOrCreate(key, () => {
    begun.resolve();
    return end.promise;
  });
  value.catch(() => {});
  return { begun: begun.promise, end, value };
};

describeRedis('single flight across processes', () => {
  beforeEach(async () => {
    server = await RedisServer.start();
    admin = await server.connect();
    test.isOver = false;
  });
  afterEach(async () => {
    test.isOver = true;
    server.signal('SIGCONT');
    await Promise.all(opened.splice(0).map((memory) => memory.close()));
    await server.stop();
  });

  it('makes a value once, for which the other processes wait', async () => {
    const [one, ...others] = [await process(), await process(), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    let loads = 0;
    const waiting = others.map((each) => each.getOrCreate('a', () => ++loads));
    holder.end.resolve('made once');
    expect(await Promise.all([holder.value, ...waiting])).toEqual(['made once', 'made once', 'made once']);
    expect(loads).toBe(0);
    expect(await admin.exists(LOCK)).toBe(0);
  });

  it('makes each of many values once, whoever asks for it', async () => {
    const processes = await Promise.all([process(), process(), process()]);
    const loads = new Map<string, number>();
    const load = async ({ key }: { key: string }) => {
      loads.set(key, (loads.get(key) ?? 0) + 1);
      await new Promise((resolve) => setImmediate(resolve));
      return `value of ${key}`;
    };
    const keys = Array.from({ length: 50 }, (_, n) => `k${n}`);
    const asked = keys.flatMap((key) => processes.map((each) => each.getOrCreate(key, load)));
    expect(await Promise.all(asked)).toEqual(keys.flatMap((key) => Array(3).fill(`value of ${key}`)));
    expect([...loads.values()]).toEqual(Array(50).fill(1));
  });

  it('lets the next one take over at once where a loader fails, whose error reaches its own callers only', async () => {
    const [one, other] = [await process({ singleFlight: { lease: '1h' } }), await process()];
    const failing = slowLoad(one);
    await failing.begun;
    const waiting = other.getOrCreate('a', () => 'made by the other');
    failing.end.reject(new Error('no luck'));
    await expect(failing.value).rejects.toThrow('no luck');
    expect(await waiting).toBe('made by the other');
  });

  it('lets the next one take over at once where a load is aborted or takes too long, though its loader never ends', async () => {
    const [one, other] = [await process({ singleFlight: { lease: '1h' } }), await process()];
    const controller = new AbortController();
    const aborted = one.getOrCreate('a', () => new Promise(() => {}), { signal: controller.signal });
    await until(() => admin.exists(LOCK));
    const waiting = other.getOrCreate('a', () => 'made by the other');
    controller.abort(new Error('left'));
    await expect(aborted).rejects.toThrow('left');
    expect(await waiting).toBe('made by the other');
    const late = one.getOrCreate('b', () => new Promise(() => {}), { loadTimeout: '50ms' });
    await expect(late).rejects.toMatchObject({ code: 'LOAD_TIMEOUT' });
    expect(await other.getOrCreate('b', () => 'made too')).toBe('made too');
  });

  it('ends the wait of a caller who leaves', async () => {
    const [one, other] = [await process(), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    const controller = new AbortController();
    const waiting = other.getOrCreate('a', () => 'never made', { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    holder.end.resolve('made');
    expect(await holder.value).toBe('made');
  });

  it('makes nobody wait for a value that cannot be kept', async () => {
    const [one, two, three] = [await process({ singleFlight: { lease: '1h' } }), await process(), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    const waiting = [two, three].map((each) => slowLoad(each));
    holder.end.resolve(() => 'functions have no snapshot');
    await holder.value;
    await Promise.all(waiting.map(({ begun }) => begun)); // at the same time
    for (const [n, { end, value }] of waiting.entries()) {
      end.resolve(n);
      expect(await value).toBe(n);
    }
  });

  it('makes nobody wait for a value that does not exist, or has ended', async () => {
    const [one, two, three] = [await process({ singleFlight: { lease: '1h' } }), await process(), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    const waiting = [two, three].map((each) => slowLoad(each));
    holder.end.resolve(undefined);
    expect(await holder.value).toBeUndefined();
    await Promise.all(waiting.map(({ begun }) => begun));
    for (const { end } of waiting) end.resolve(1);
    await Promise.all(waiting.map(({ value }) => value));
    expect(await one.getOrCreate('b', () => 'short', { ttl: 0.001 })).toBe('short');
    expect(await two.getOrCreate('b', () => 'made anew')).toBe('made anew');
  });

  it('takes over from a process that has died, once its lease has ended', async () => {
    const other = await process();
    await admin.set(LOCK, '7:of a process that died', { PX: 300 });
    expect(await other.getOrCreate('a', () => 'made by the other')).toBe('made by the other');
    await until(async () => (await admin.get('cache:t:users:k:sa')) !== null);
    expect(await admin.exists(LOCK)).toBe(0);
  });

  it('keeps its lease for as long as its loader takes', async () => {
    const [one, other] = [await process({ singleFlight: { lease: '600ms' } }), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    const lock = await admin.get(LOCK);
    let loads = 0;
    const waiting = other.getOrCreate('a', () => ++loads);
    for (let renewals = 0, before = await admin.pTTL(LOCK); renewals < 3;) {
      const left = await admin.pTTL(LOCK);
      if (left > before) renewals++;
      before = left;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await admin.get(LOCK)).toBe(lock);
    holder.end.resolve('made');
    expect([await holder.value, await waiting, loads]).toEqual(['made', 'made', 0]);
  });

  it('refuses the value of a process whose lease has passed to another, also once that has ended', async () => {
    const [one, other] = [await process(), await process()];
    const late = slowLoad(one);
    await late.begun;
    await admin.del(LOCK); // as if its lease had ended
    const next = slowLoad(other);
    await next.begun;
    late.end.resolve('older');
    expect(await late.value).toBe('older');
    await until(() => one.peek('a') === undefined);
    expect(await admin.exists('cache:t:users:k:sa')).toBe(0);
    next.end.resolve('newer');
    expect(await next.value).toBe('newer');
    await until(async () => (await one.getOrCreate('a', () => 'none')) === 'newer');

    const later = slowLoad(one, 'b');
    await later.begun;
    await admin.del('cache:l:users:k:sb');
    expect(await other.getOrCreate('b', () => 'newer')).toBe('newer');
    await until(() => admin.exists('cache:t:users:k:sb'));
    later.end.resolve('older');
    expect(await later.value).toBe('older');
    await until(async () => (await one.getOrCreate('b', () => 'none')) === 'newer');
    expect(await other.getOrCreate('b', () => 'none')).toBe('newer');
  });

  it('shares what somebody set while it was made', async () => {
    const [one, other] = [await process(), await process()];
    one.set('b', 'any');
    await until(() => admin.exists('cache:t:users:k:sb')); // a writer who has not asked yet what was cleared leaves a gap
    const holder = slowLoad(one);
    await holder.begun;
    const waiting = other.getOrCreate('a', () => 'none');
    one.set('a', 'set');
    expect(await waiting).toBe('set');
    holder.end.resolve('older');
    expect(await holder.value).toBe('older');
    expect(one.peek('a')).toBe('set');
  });

  it('refuses the value of a load during which another process has set or deleted the key', async () => {
    const [one, other] = [await process(), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    other.set('a', 'newer');
    await other.tierSettled();
    holder.end.resolve('older');
    expect(await holder.value).toBe('older');
    await one.tierSettled();
    const third = await (await process()).getOrCreate('a', () => 'newer from its loader');
    expect(third).toMatch(/^newer/); // where the news came while it wrote, both are forgotten
    const next = slowLoad(one, 'b');
    await next.begun;
    other.delete('b');
    await other.tierSettled();
    next.end.resolve('older');
    await next.value;
    await one.tierSettled();
    expect(await admin.exists('cache:t:users:k:sb')).toBe(0);
  });

  it('lets everybody make his own where Redis is gone, or hangs', async () => {
    const [one, other] = [await process({ timeout: '200ms' }), await process({ timeout: '200ms' })];
    const holder = slowLoad(one);
    await holder.begun;
    const waiting = other.getOrCreate('a', () => 'own');
    await server.kill();
    expect(await waiting).toBe('own');
    holder.end.resolve('made');
    expect(await holder.value).toBe('made');
    expect(await one.getOrCreate('b', () => 'own too')).toBe('own too');
    await server.run();
    server.signal('SIGSTOP');
    expect(await one.getOrCreate('c', () => 'own too')).toBe('own too');
  });

  it('ends its claims when it is closed', async () => {
    const [one, other] = [await process({ singleFlight: { lease: '1h' } }), await process()];
    const holder = slowLoad(one);
    await holder.begun;
    const waiting = other.getOrCreate('a', () => 'made by the other');
    await opened[0]!.close();
    expect(await waiting).toBe('made by the other');
  });
});

describe('single flight', () => {
  const place = redisPlace({ connection: {} });
  it.each([
    ['a place without locks', { place: new MemoryPlace(), spill: 'stored', singleFlight: true }, 'INVALID_OPTION'],
    ['values that are written when they leave', { place, singleFlight: true }, 'INVALID_OPTION'],
    ['a lease too short to be kept', { place, spill: 'stored', singleFlight: { lease: '10ms' } }, 'INVALID_OPTION'],
    ['an unknown option', { place, spill: 'stored', singleFlight: { ttl: 1 } }, 'UNKNOWN_OPTION'],
  ])('refuses %s', (_, tier, code) => {
    const regions = [{ region: 'r', maxEntries: 1, tier: { codec: jsonCodec, ...tier } }];
    expect(() => new CacheMemory({ regions: regions as never })).toThrow(expect.objectContaining({ code }));
  });
});
