import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { deferred } from '../../../test/deferred.js';
import { tieredCache } from '../../../test/tiered-cache.js';
import { turns } from '../../../test/turns.js';
import { MemoryPlace } from '../../tiers/memory-place.js';
import type { Codec } from '../../tiers/codec.js';

const made = (value: unknown) => () => value;
const never = (): never => {
  throw new Error('no loader was to be started');
};

describe('a cache with a tier', () => {
  it('spills what is evicted and recalls it on a miss, without its loader', async () => {
    const { cache } = tieredCache({ maxEntries: 1 });
    cache.set('a', { n: 1 });
    cache.set('b', { n: 2 });
    await cache.tierSettled();
    expect(await cache.getOrCreate('a', never)).toEqual({ n: 1 });
    expect(cache.stats()).toMatchObject({
      spills: 1,
      recalls: 1,
      recallMisses: 0,
      loads: 0,
      misses: 1,
      tier: 'working',
    });
  });

  it('gives an entry back with what is left of its lifetime, its cost, weight, tags, priority', async () => {
    const { cache, clock } = tieredCache({ maxEntries: 1 });
    cache.set('a', 1, { ttl: 1_000, idleTtl: 500, cost: 70, weight: 9, tags: ['t'], priority: 'high' });
    clock.advance(100);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    clock.advance(200);
    await cache.getOrCreate('a', never);
    expect([...cache.entries()]).toMatchObject([
      { key: 'a', costMs: 70, weight: 9, tags: ['t'], priority: 'high', remainingTtlMs: 500, protected: false },
    ]);
    clock.advance(499);
    expect(cache.get('a')).toBe(1);
    clock.advance(201);
    expect(cache.get('a')).toBeUndefined();
  });

  it.each([
    ['its ttl', { ttl: 100 }],
    ['its idleTtl', { idleTtl: 100 }],
  ])('does not recall what has reached the end of %s in the tier', async (_, options) => {
    const { cache, clock, kept } = tieredCache();
    cache.set('a', 1, options);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    clock.advance(100);
    expect(await cache.getOrCreate('a', made(2))).toBe(2);
    await cache.tierSettled();
    expect(kept.size).toBe(0);
  });

  it('spills neither what expired nor what was deleted, cleared, invalidated or replaced', async () => {
    const { cache, clock, kept } = tieredCache({ maxEntries: 10 });
    cache.set('deleted', 1);
    cache.delete('deleted');
    cache.set('cleared', 1);
    cache.clear();
    cache.set('invalidated', 1, { tags: ['t'] });
    cache.invalidate('t');
    cache.set('expired', 1, { ttl: 10 });
    clock.advance(10);
    cache.evictExpired();
    cache.set('replaced', 1);
    cache.set('replaced', 2);
    await cache.tierSettled();
    expect(kept.size).toBe(0);
    expect(cache.stats().spills).toBe(0);
  });

  it('spills what it holds when it is closed, so that the next one starts warm', async () => {
    const { cache, place, clock } = tieredCache({ maxEntries: 5_000 });
    for (let n = 0; n < 3_000; n++) cache.set(`k${n}`, n);
    await cache.close();
    const next = tieredCache({ maxEntries: 5_000 }, {}, place, clock);
    expect(await next.cache.getOrCreate('k0', never)).toBe(0);
    expect(await next.cache.getOrCreate('k2999', never)).toBe(2_999);
  });

  it('writes each value as it is stored where that is asked, and does not write it again when it is evicted', async () => {
    const { cache, kept } = tieredCache({}, { spill: 'stored' });
    cache.set('a', 1);
    await cache.getOrCreate('b', made(2));
    await cache.tierSettled();
    expect([...kept.keys()]).toEqual(['sa', 'sb']);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(cache.stats()).toMatchObject({ spills: 2, removals: { pressure: 2 } });
  });

  it.each(['evicted', 'stored'] as const)(
    'counts an idleTtl from the last use and not from when it was first written, spilled where %s',
    async (spill) => {
      const { cache, clock, place } = tieredCache({ idleTtl: 100 }, { spill });
      cache.set('a', 1);
      for (let round = 0; round < 2; round++) {
        for (let use = 0; use < 5; use++) {
          clock.advance(60);
          expect(cache.get('a')).toBe(1);
        }
        cache.trim({ entries: 0 });
        await cache.tierSettled();
        clock.advance(60);
        expect(await cache.getOrCreate('a', never)).toBe(1);
      }
      clock.advance(60);
      cache.get('a');
      await cache.close();
      clock.advance(60);
      const next = tieredCache({ idleTtl: 100 }, { spill }, place, clock);
      expect(await next.cache.getOrCreate('a', never)).toBe(1);
    },
  );

  it('writes what has an idleTtl once where it is not used before it is evicted', async () => {
    const { cache } = tieredCache({ idleTtl: 100 }, { spill: 'stored' });
    cache.set('a', 1);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(cache.stats().spills).toBe(1);
  });

  it('leaves the older copy of what was used where the later one may not be written', async () => {
    const { cache, clock, kept } = tieredCache({ idleTtl: 100 });
    cache.set('a', 1);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    await cache.getOrCreate('a', never);
    cache.pauseBackgroundLoads(true);
    clock.advance(60);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect([kept.size, cache.stats().spillsDropped]).toEqual([1, 1]);
    expect(await cache.getOrCreate('a', never)).toBe(1);
  });

  it('does not write again what it recalled, as long as that is unchanged', async () => {
    const { cache } = tieredCache();
    cache.set('a', 1);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    await cache.getOrCreate('a', never);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(cache.stats().spills).toBe(1);
    expect(await cache.getOrCreate('a', never)).toBe(1);
  });

  it('asks the tier once for all who miss at a time', async () => {
    const { cache, chaos } = tieredCache();
    cache.set('a', 1);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    const [one, other] = await Promise.all([cache.getOrCreate('a', never), cache.acquire('a', never)]);
    expect([one, other.value]).toEqual([1, 1]);
    expect(chaos.calls.filter((call) => call.startsWith('recall'))).toEqual(['recall:sa']);
    expect(cache.stats()).toMatchObject({ coalesced: 1, recalls: 1, loads: 0 });
  });

  it('does not ask the tier on a hit, nor for get, peek and has', async () => {
    const { cache, chaos } = tieredCache();
    cache.set('a', 1);
    await cache.tierSettled();
    chaos.calls.length = 0;
    await cache.getOrCreate('a', never);
    expect([cache.get('a'), cache.peek('a'), cache.has('b'), cache.get('b')]).toEqual([1, 1, false, undefined]);
    await cache.tierSettled();
    expect(chaos.calls).toEqual([]);
  });

  describe('does not recall', () => {
    const spilled = async () => {
      const scene = tieredCache();
      scene.cache.set('a', 'old', { tags: ['t'] });
      scene.cache.trim({ entries: 0 });
      await scene.cache.tierSettled();
      return scene;
    };

    it.each([
      ['was deleted', (cache: { delete(key: string): unknown }) => cache.delete('a')],
      ['was cleared', (cache: { clear(): unknown }) => cache.clear()],
      ['was invalidated', (cache: { invalidate(tag: string): unknown }) => cache.invalidate('t')],
    ])('what %s, at once and later', async (_, change) => {
      const { cache } = await spilled();
      change(cache);
      expect(await cache.getOrCreate('a', made('new'))).toBe('new');
      const other = await spilled();
      change(other.cache);
      await other.cache.tierSettled();
      expect(other.kept.size).toBe(0);
      expect(await other.cache.getOrCreate('a', made('new'))).toBe('new');
    });

    it.each([
      ['deleted', (cache: { delete(key: string): unknown }) => cache.delete('a')],
      ['cleared', (cache: { clear(): unknown }) => cache.clear()],
      ['invalidated', (cache: { invalidate(tag: string): unknown }) => cache.invalidate('t')],
    ])('into the cache what is %s while it is being recalled', async (_, change) => {
      const { cache, chaos } = await spilled();
      const gate = deferred<void>();
      chaos.delay = (operation) => (operation === 'recall' ? gate.promise : undefined);
      const asked = cache.getOrCreate('a', made('new'));
      await turns();
      change(cache);
      gate.resolve();
      await asked;
      await cache.tierSettled();
      expect(cache.peek('a')).not.toBe('old');
      expect(await cache.getOrCreate('a', made('new'))).toBe('new');
    });

    it('what was set while its former value was being written', async () => {
      const { cache, chaos } = tieredCache({ maxEntries: 1 });
      const gate = deferred<void>();
      chaos.delay = (operation) => (operation === 'spill' ? gate.promise : undefined);
      cache.set('a', 'old');
      cache.trim({ entries: 0 });
      await turns();
      cache.set('a', 'new');
      cache.delete('a');
      gate.resolve();
      await cache.tierSettled();
      expect(await cache.getOrCreate('a', made('newest'))).toBe('newest');
    });

    it('what could not be forgotten, until it is forgotten', async () => {
      const { cache, chaos, kept } = await spilled();
      chaos.fault = 'fails';
      cache.delete('a');
      await cache.tierSettled();
      chaos.fault = undefined;
      expect(kept.size).toBe(1);
      expect(await cache.getOrCreate('a', made('new'))).toBe('new');
      await cache.tierSettled();
      expect(kept.size).toBe(0);
    });

    it('what could not be cleared, until it is cleared', async () => {
      const { cache, chaos, kept, clock } = await spilled();
      chaos.fault = 'fails';
      cache.clear();
      await cache.tierSettled();
      for (let n = 0; n < 6; n++) {
        expect(await cache.getOrCreate('a', made('new'))).toBe('new');
        cache.delete('a');
        await cache.tierSettled();
      }
      expect(cache.stats().tier).toBe('broken');
      chaos.fault = undefined;
      clock.advance(60_000);
      expect(await cache.getOrCreate('a', made('newer'))).toBe('newer');
      await cache.tierSettled();
      expect(kept.size).toBe(0);
      expect(cache.stats().tier).toBe('working');
    });

    const dropFromMemory = (cache: {
      pauseBackgroundLoads(isPaused: boolean): void;
      trim(to: { entries: 0 }): unknown;
    }) => {
      cache.pauseBackgroundLoads(true); // so that it is not spilled
      cache.trim({ entries: 0 });
      cache.pauseBackgroundLoads(false);
    };

    it('what a loader that answers at once has made anew', async () => {
      const { cache } = await spilled();
      expect(cache.getOrCreateSync('a', made('new'))).toBe('new');
      dropFromMemory(cache);
      expect(await cache.getOrCreate('a', made('newest'))).toBe('newest');
    });

    it('what a loader has made anew because the tier failed', async () => {
      const { cache, chaos } = await spilled();
      chaos.fault = 'fails';
      const asked = cache.getOrCreate('a', made('new'));
      await turns();
      chaos.fault = undefined;
      expect(await asked).toBe('new');
      dropFromMemory(cache);
      expect(await cache.getOrCreate('a', made('newest'))).toBe('newest');
    });

    it('what the next value was to be written over, and was not', async () => {
      const { cache } = await spilled();
      cache.set('a', 'new');
      cache.trim({ entries: 0 });
      expect(await cache.getOrCreate('a', never)).toBe('new');
      dropFromMemory(cache);
      expect(await cache.getOrCreate('a', made('newest'))).toBe('newest');
    });

    it('what a write left that was given up and arrived after all', async () => {
      const scene = tieredCache({}, { timeout: 5 });
      const { cache, chaos, kept } = scene;
      chaos.fault = 'hangs';
      cache.set('a', 'old');
      cache.trim({ entries: 0 });
      await cache.tierSettled();
      chaos.fault = undefined;
      cache.set('a', 'new');
      cache.delete('a');
      await cache.tierSettled();
      chaos.release();
      await turns();
      await cache.tierSettled();
      expect(kept.size).toBe(0);
    });
  });

  it('recalls what was written anew after a write that was given up and could not be forgotten', async () => {
    const { cache, chaos, clock } = tieredCache({}, { timeout: 5 });
    chaos.fault = 'hangs';
    cache.set('a', 'old');
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    chaos.fault = 'fails';
    chaos.release();
    await turns();
    chaos.fault = undefined;
    clock.advance(60_000);
    cache.set('a', 'new');
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(await cache.getOrCreate('a', never)).toBe('new');
  });

  it('makes a value by its loader where the tier fails, and says so', async () => {
    const { cache, chaos, failures } = tieredCache();
    chaos.fault = 'fails';
    expect(await cache.getOrCreate('a', made(1))).toBe(1);
    expect(failures).toContain('recall:a:chaos: recall fails');
    expect(cache.stats()).toMatchObject({ recallFailures: 1, recallMisses: 1, loads: 1 });
  });

  it('makes a value by its loader where the tier hangs', async () => {
    const { cache, chaos } = tieredCache({}, { timeout: 5 });
    await turns();
    chaos.fault = 'hangs';
    expect(await cache.getOrCreate('a', made(1))).toBe(1);
    expect(cache.stats().recallFailures).toBe(1);
    chaos.release();
  });

  it('takes what is damaged for a miss, and forgets it', async () => {
    const { cache, chaos, failures, kept } = tieredCache();
    cache.set('a', 1);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    chaos.fault = 'damages';
    expect(await cache.getOrCreate('a', made(2))).toBe(2);
    expect(failures.join()).toContain('expected bytes that agree with their checksum');
    await cache.tierSettled();
    expect(kept.size).toBe(0);
  });

  it('stops asking a tier that failed five times in a row, tells so, and asks again after a pause', async () => {
    const { cache, chaos, clock } = tieredCache({ maxEntries: 100 });
    const states: string[] = [];
    cache.on('tier.changed', ({ state }) => states.push(state));
    await turns();
    chaos.fault = 'fails';
    for (let n = 0; n < 20; n++) await cache.getOrCreate(`k${n}`, made(n));
    await cache.tierSettled();
    expect(chaos.calls.length).toBeLessThan(10);
    expect(cache.stats()).toMatchObject({ tier: 'broken', loadFailures: 0 });
    chaos.fault = undefined;
    clock.advance(1_000);
    await cache.getOrCreate('later', made(1));
    await cache.tierSettled();
    expect(cache.stats().tier).toBe('working');
    expect(states).toEqual(['broken', 'working']);
  });

  it('spills nothing while memory is short, because encoding needs some', async () => {
    const { cache, kept } = tieredCache();
    cache.set('a', 1);
    cache.pauseBackgroundLoads(true);
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(kept.size).toBe(0);
    expect(cache.stats()).toMatchObject({ spills: 0, spillsDropped: 1 });
  });

  it('drops what it cannot write fast enough, and counts it', async () => {
    const { cache, chaos } = tieredCache({ maxEntries: 3_000 });
    const gate = deferred<void>();
    await turns();
    chaos.delay = (operation) => (operation === 'spill' ? gate.promise : undefined);
    for (let n = 0; n < 3_000; n++) cache.set(`k${n}`, n);
    await cache.tierSettled();
    cache.trim({ entries: 0 });
    gate.resolve();
    await cache.tierSettled();
    const { spills, spillsDropped } = cache.stats();
    expect({ spills, spillsDropped }).toEqual({ spills: 1_024, spillsDropped: 1_976 });
  });

  it('answers what waits to be written as it is, at once', async () => {
    const { cache, chaos } = tieredCache();
    await turns();
    chaos.calls.length = 0;
    const value = { n: 1 };
    await cache.getOrCreate('a', () => value);
    await cache.tierSettled();
    cache.trim({ entries: 0 });
    expect(await cache.getOrCreate('a', never)).toEqual(value);
  });

  it('goes on without what its codec refuses, and says so', async () => {
    const { cache, failures } = tieredCache();
    cache.set('a', new Date(0));
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(failures.join()).toContain('an instance of Date at value');
    expect(await cache.getOrCreate('a', made(2))).toBe(2);
    expect(cache.stats().spillFailures).toBe(1);
  });

  it('takes bytes of another codec, or of another version of it, for a miss', async () => {
    const place = new MemoryPlace();
    const version = (number: number): Codec<string> => ({
      name: 'text',
      version: number,
      is: (value): value is string => typeof value === 'string',
      toSnapshot: (value) => Buffer.from(value),
      fromSnapshot: (bytes) => Buffer.from(bytes).toString(),
    });
    const one = tieredCache<string>({}, { codec: version(1) }, place);
    one.cache.set('a', 'old');
    await one.cache.close();
    const two = tieredCache<string>({}, { codec: version(2) }, place);
    expect(await two.cache.getOrCreate('a', () => 'new')).toBe('new');
    expect(two.failures.join()).toContain("expected codec 'text' 2, found 'text' 1");
  });

  it('encodes an instance before it is disposed, and recalls another one', async () => {
    class Handle {
      isOpen = true;
      constructor(readonly n: number) {}
      [Symbol.dispose](): void {
        this.isOpen = false;
      }
    }
    const codec: Codec<Handle> = {
      name: 'handle',
      version: 1,
      is: (value): value is Handle => value instanceof Handle,
      toSnapshot: async ({ n, isOpen }) => {
        await turns();
        return Buffer.from(JSON.stringify({ n, isOpen }));
      },
      fromSnapshot: (bytes) => {
        const { n, isOpen } = JSON.parse(Buffer.from(bytes).toString()) as Handle;
        if (!isOpen) throw new Error('it was encoded too late');
        return new Handle(n);
      },
    };
    const { cache } = tieredCache<Handle>({ maxEntries: 1 }, { codec });
    const first = new Handle(1);
    cache.set('a', first);
    cache.set('b', new Handle(2));
    await cache.tierSettled();
    expect(first.isOpen).toBe(false);
    const again = await cache.getOrCreate<Handle>('a', never);
    expect(again).toMatchObject({ n: 1, isOpen: true });
    expect(again).not.toBe(first);
    await cache.close();
    expect(again.isOpen).toBe(false);
    expect(cache.stats()).toMatchObject({ leases: 0, doomed: 0 });
  });

  it('drops what somebody else changed or cleared, and does not tell the tier', async () => {
    const { cache, chaos } = tieredCache({ maxEntries: 10 });
    cache.set('a', 1);
    cache.set('b', 1, { tags: ['t'] });
    cache.set('c', 1);
    await cache.tierSettled();
    chaos.calls.length = 0;
    chaos.peers?.changed('sa');
    expect(cache.has('a')).toBe(false);
    chaos.peers?.cleared(['t']);
    expect(cache.has('b')).toBe(false);
    chaos.peers?.cleared();
    expect(cache.size).toBe(0);
    await cache.tierSettled();
    expect(chaos.calls).toEqual([]);
    expect(cache.stats().removals.invalidated).toBe(3);
  });

  it('refuses a tier that was not made by entryTier', () => {
    expect(caught(() => tieredCache({}, { codec: undefined as never }))).toMatchObject({ code: 'INVALID_OPTION' });
  });
});
