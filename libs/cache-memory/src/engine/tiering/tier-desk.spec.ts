import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keysOf, watchedCache } from '../../../test/caches.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { CacheOptions } from '../cache-options.js';
import type { EntryTier, SpillMoment, TierEntry, TierListener, TierOperation } from './entry-tier.js';
import type { ClaimAnswer } from './load-claims.js';

type Call = 'recall' | 'pack' | 'write' | 'forget' | 'clear' | 'claim' | 'end' | 'close';

/** A cache whose tier writes down what it is asked, waits where the test says so, and fails where it says so. */
function scene(options: Partial<CacheOptions<string>> = {}, spill: SpillMoment = 'evicted') {
  const calls: string[] = [];
  const kept = new Map<string, TierEntry<unknown>>();
  const waits = new Map<Call, Deferred<void>>();
  const said = { isWritten: true, claims: [] as ClaimAnswer[], failures: new Map<Call, unknown>() };
  let listener!: TierListener<string>;
  const ask = async (call: Call, what: string): Promise<void> => {
    calls.push(`${call} ${what}`);
    await waits.get(call)?.promise;
    if (said.failures.has(call)) throw said.failures.get(call);
  };
  const tier: EntryTier<string, unknown> = {
    claims: {
      claim: async (key) => {
        await ask('claim', key);
        return said.claims.shift() ?? 'free';
      },
      end: (key, isUnshared) => ask('end', `${key} ${isUnshared}`),
    },
    recall: async (key) => {
      await ask('recall', key);
      return kept.get(key);
    },
    pack: async (key, entry) => {
      await ask('pack', key);
      return async () => {
        await ask('write', key);
        if (said.isWritten) kept.set(key, entry);
        return said.isWritten;
      };
    },
    forget: async (key) => {
      await ask('forget', key);
      kept.delete(key);
    },
    clear: (tags) => ask('clear', tags ? tags.join('+') : 'all'),
    close: () => ask('close', ''),
  };
  const open = (_: string, heard: TierListener<string>): typeof tier => {
    listener = heard;
    return tier;
  };
  const watched = watchedCache({ maxEntries: 9, ...options, tier: { spill, open: open as never } });
  const failures: [TierOperation, unknown, unknown][] = [];
  watched.cache.on('tier.failed', ({ operation, key, error }) => failures.push([operation, key, error]));
  const hold = (call: Call): (() => Promise<void>) => {
    const wait = deferred<void>();
    waits.set(call, wait);
    return async () => {
      waits.delete(call);
      wait.resolve();
      await turns();
    };
  };
  return { ...watched, calls, kept, said, failures, hold, others: listener };
}

const never = (): never => {
  throw new Error('no loader was to be started');
};
const error = new Error('out of order');

describe('what leaves for a tier', () => {
  it('comes back as it is where it was not yet written, older by the time that it was away', async () => {
    const { cache, clock, calls } = scene();
    cache.set('a', 1, { ttl: 100, cost: 7 });
    await cache.tierSettled();
    calls.length = 0;
    cache.trim({ entries: 0 });
    clock.advance(30);
    await expect(cache.getOrCreate('a', never)).resolves.toBe(1);
    await cache.tierSettled();
    expect(calls).toEqual([]);
    expect([...cache.entries()]).toMatchObject([{ key: 'a', remainingTtlMs: 70 }]);
    expect(cache.stats()).toMatchObject({ spills: 0, recalls: 1, timeSavedMs: 7 });
  });

  it.each(['evicted', 'stored'] as const)(
    'is written after all where it came back before it was written, spilled where %s',
    async (spill) => {
      const { cache, kept } = scene({}, spill);
      cache.set('a', 1);
      cache.trim({ entries: 0 });
      await expect(cache.getOrCreate('a', never)).resolves.toBe(1);
      await cache.tierSettled();
      expect(kept.has('a')).toBe(spill === 'stored');
      cache.trim({ entries: 0 });
      await cache.tierSettled();
      expect(kept.has('a')).toBe(true);
      await expect(cache.getOrCreate('a', never)).resolves.toBe(1);
      expect(cache.stats()).toMatchObject({ spills: 1, recalls: 2 });
    },
  );

  it('is waited for where it is being written', async () => {
    const { cache, calls, hold } = scene();
    cache.set('a', 1);
    cache.trim({ entries: 0 });
    const goOn = hold('write');
    await turns();
    const asked = cache.getOrCreate('a', never);
    await turns();
    expect(calls).toEqual(['pack a', 'write a']);
    await goOn();
    await expect(asked).resolves.toBe(1);
    expect(calls).toEqual(['pack a', 'write a', 'recall a']);
  });

  it('is dropped where memory is short, before it waits and while it does', async () => {
    const { cache, calls } = scene();
    cache.set('a', 1);
    cache.set('b', 2);
    await cache.tierSettled();
    calls.length = 0;
    cache.trim({ entries: 1 });
    cache.pauseBackgroundLoads(true);
    cache.trim({ entries: 0 });
    expect(cache.stats().spillsDropped).toBe(1);
    await cache.tierSettled();
    expect([calls, cache.stats().spillsDropped]).toEqual([[], 2]);
  });

  it('is dropped where more wait than may, and not where the cache is closed', async () => {
    for (const [end, spills] of [
      ['trim', 1],
      ['close', 3],
    ] as const) {
      const { cache } = scene();
      for (const key of ['a', 'b', 'c']) cache.set(key, key, { weight: 20 * 1024 * 1024 });
      await cache.tierSettled();
      if (end === 'trim') cache.trim({ entries: 0 });
      else await cache.close();
      await cache.tierSettled();
      expect(cache.stats()).toMatchObject({ spills, spillsDropped: 3 - spills });
    }
  });

  it('is dropped where no more instances may be held until they are encoded', async () => {
    const disposed: unknown[] = [];
    const { cache, calls } = scene({ maxLeased: 1, dispose: (value) => disposed.push(value) });
    const [leased, other] = [{}, {}];
    cache.set('a', leased);
    cache.set('b', other);
    const lease = cache.tryAcquire('a')!;
    await cache.tierSettled();
    calls.length = 0;
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(calls).toEqual(['pack a', 'write a']);
    expect([cache.stats().spillsDropped, disposed]).toEqual([1, [other]]);
    lease.release();
    await cache.close();
  });

  it('is dropped by the cache where another process has made a later value', async () => {
    const { cache, said, departures } = scene({}, 'stored');
    said.isWritten = false;
    cache.set('a', 1);
    await cache.tierSettled();
    expect(departures()).toEqual(['a:invalidated']);
    expect(cache.stats()).toMatchObject({ spills: 0, spillsDropped: 1, spillFailures: 0 });
  });

  it('is kept by the cache where its next value waits to be written by then', async () => {
    const { cache, said, hold } = scene({}, 'stored');
    said.isWritten = false;
    const endWrite = hold('write');
    cache.set('a', 1);
    await turns();
    cache.set('a', 2);
    const endPack = hold('pack');
    await endWrite();
    expect([cache.peek('a'), cache.stats().spillsDropped]).toEqual([2, 1]);
    said.isWritten = true;
    await endPack();
    expect([cache.peek('a'), cache.stats().spills]).toEqual([2, 1]);
  });

  it('is written again when it is evicted where it could not be written when it was stored', async () => {
    const { cache, calls, said, failures } = scene({}, 'stored');
    said.failures.set('write', error);
    cache.set('a', 1);
    await cache.tierSettled();
    expect(failures).toEqual([['spill', 'a', error]]);
    expect(cache.stats()).toMatchObject({ spillFailures: 1, recallFailures: 0 });
    said.failures.clear();
    calls.length = 0;
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(calls).toEqual(['pack a', 'write a']);
    cache.set('b', 1);
    await cache.tierSettled();
    calls.length = 0;
    cache.trim({ entries: 0 });
    await cache.tierSettled();
    expect(calls).toEqual([]);
  });
});

describe('a tier that fails', () => {
  it('is told of by what it was asked, and counted where it was to recall or to spill', async () => {
    const { cache, said, failures } = scene();
    for (const call of ['recall', 'forget', 'clear', 'claim', 'close'] as const) said.failures.set(call, error);
    await expect(cache.getOrCreate('a', () => 1)).resolves.toBe(1);
    cache.clear();
    await cache.tierSettled();
    await cache.close();
    expect(failures.map(([operation, key]) => `${operation} ${String(key)}`).toSorted()).toEqual([
      'claim a',
      'clear undefined',
      'close undefined',
      'forget a',
      'recall a',
    ]);
    expect(cache.stats()).toMatchObject({ recallFailures: 1, spillFailures: 0 });
  });

  it('is not told of where it was not asked at all, and may fail with anything', async () => {
    const { cache, said, failures } = scene();
    said.failures.set('recall', { code: 'TIER_BROKEN' });
    await cache.getOrCreate('a', () => 1);
    expect([failures, cache.stats().recallFailures]).toEqual([[], 1]);
    said.failures.set('recall', null);
    await cache.getOrCreate('b', () => 1);
    expect(failures).toEqual([['recall', 'b', null]]);
  });

  it('tells once that it turned, and pays all its debts when it works again', async () => {
    const { cache, calls, said, others } = scene({ maxEntries: 100 });
    const turned: unknown[] = [];
    cache.on('tier.changed', (change) => turned.push(change));
    said.failures.set('forget', error);
    for (let key = 0; key < 40; key++) cache.delete(`k${key}`);
    await cache.tierSettled();
    said.failures.clear();
    for (const state of ['working', 'broken', 'broken'] as const) others.turned(state, error);
    expect([turned, cache.stats().tier]).toEqual([[{ state: 'broken', reason: error }], 'broken']);
    calls.length = 0;
    await cache.getOrCreate('x', () => 1);
    await cache.getOrCreate('k30', () => 1);
    await cache.tierSettled();
    expect(calls.filter((call) => call.startsWith('forget'))).toHaveLength(2); // one debt, and its own key
    others.turned('working', undefined);
    await cache.tierSettled();
    expect(new Set(calls.filter((call) => call.startsWith('forget'))).size).toBe(40);
    expect(turned).toHaveLength(2);
  });

  it('has sixteen debts tried again by a miss that has to do with them', async () => {
    const { cache, calls, said } = scene({ maxEntries: 100 });
    said.failures.set('forget', error);
    for (let key = 0; key < 40; key++) cache.delete(`k${key}`);
    await cache.tierSettled();
    said.failures.clear();
    calls.length = 0;
    await cache.getOrCreate('k30', () => 1);
    await cache.tierSettled();
    expect(calls.filter((call) => call.startsWith('forget'))).toHaveLength(17);
  });
});

describe('a tier whose values are made by one process at a time', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const entry: TierEntry<unknown> = {
    value: 'theirs',
    ttlLeftMs: Infinity,
    idleLeftMs: Infinity,
    idleMs: Infinity,
    costMs: 5,
    weight: 0,
    tags: [],
    rank: 1,
    guarded: false,
  };

  it('has this one make a value that it claimed, and ends the claim when that is written', async () => {
    const { cache, calls, said } = scene({}, 'stored');
    said.claims = ['own'];
    await expect(cache.getOrCreate('a', () => 'ours')).resolves.toBe('ours');
    await cache.tierSettled();
    await turns();
    expect(calls).toEqual(['recall a', 'claim a', 'recall a', 'pack a', 'write a', 'end a true']);
  });

  it('ends the claim of a load that failed', async () => {
    const { cache, calls, said } = scene({}, 'stored');
    said.claims = ['own'];
    await expect(cache.getOrCreate('a', () => Promise.reject(error))).rejects.toBe(error);
    await turns();
    expect(calls).toEqual(['recall a', 'claim a', 'recall a', 'end a false']);
  });

  it('takes what another brought between the look and the claim, and ends the claim', async () => {
    const { cache, calls, said, kept, hold } = scene();
    said.claims = ['own'];
    const goOn = hold('claim');
    const asked = cache.getOrCreate('a', never);
    await turns();
    kept.set('a', entry);
    await goOn();
    await expect(asked).resolves.toBe('theirs');
    expect(calls).toEqual(['recall a', 'claim a', 'recall a', 'end a false']);
    expect(cache.stats()).toMatchObject({ recalls: 1, recallMisses: 0, timeSavedMs: 5 });
  });

  it('looks again after longer and longer while another has the claim, and makes it where the claim ends', async () => {
    const { cache, calls, said } = scene();
    said.claims = [{ heldForMs: 1_000 }, { heldForMs: 1_000 }, 'free'];
    const asked = cache.getOrCreate('a', () => 'ours');
    await jest.advanceTimersByTimeAsync(9);
    expect(calls).toEqual(['recall a', 'claim a']);
    await jest.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(4);
    await jest.advanceTimersByTimeAsync(19);
    expect(calls).toHaveLength(4);
    await jest.advanceTimersByTimeAsync(1);
    await expect(asked).resolves.toBe('ours');
    expect(calls).toHaveLength(6);
  });

  it('looks again as soon as the other has changed the key, and does not take that for a change of its own', async () => {
    const { cache, said, kept, others } = scene();
    said.claims = [{ heldForMs: 1_000 }];
    const asked = cache.getOrCreate('a', never);
    await turns();
    kept.set('a', entry);
    others.changed('a');
    await expect(asked).resolves.toBe('theirs');
    expect(cache.peek('a')).toBe('theirs');
  });

  it('drops what was set here meanwhile where another has changed the key', async () => {
    const { cache, said, others } = scene();
    said.claims = [{ heldForMs: 1_000 }];
    const asked = cache.getOrCreate('a', () => 'late');
    await turns();
    cache.set('a', 'ours');
    others.changed('a');
    expect(cache.peek('a')).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1_000);
    await asked;
  });
});

describe('what others do to a shared tier', () => {
  it('outruns what waits here to be written, and what is being written', async () => {
    const { cache, calls, others, hold } = scene();
    cache.set('a', 1);
    cache.set('b', 2);
    await cache.tierSettled();
    calls.length = 0;
    cache.trim({ entries: 1 });
    others.changed('a');
    await cache.tierSettled();
    expect(calls).toEqual([]);
    const goOn = hold('write');
    cache.trim({ entries: 0 });
    await turns();
    others.changed('b');
    await goOn();
    await cache.tierSettled();
    expect(calls).toEqual(['pack b', 'write b', 'forget b']);
    expect(keysOf(cache as never)).toEqual([]);
  });

  it('clears what waits here to be written, what is being encoded and what is being written', async () => {
    const { cache, calls, kept, others, hold } = scene({}, 'stored');
    const endWrite = hold('write');
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const key of keys.slice(0, 3)) cache.set(key, key, { tags: ['x'] });
    await turns();
    const endPack = hold('pack');
    for (const key of keys.slice(3)) cache.set(key, key, { tags: ['x'] });
    await turns();
    calls.length = 0;
    others.cleared(['x']);
    await endWrite();
    await endPack();
    await cache.tierSettled();
    expect([calls.toSorted(), [...kept.keys()]]).toEqual([keys.map((key) => `forget ${key}`), []]);
  });
});

describe('a cache that is closed', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits for its tier for as long as it is told to, drops what was not begun, and waits five seconds for the rest', async () => {
    const { cache, calls, hold } = scene({ drainTimeout: 500 });
    hold('write');
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) cache.set(key, key);
    const ended: string[] = [];
    void cache.close().then(() => ended.push('closed'));
    await jest.advanceTimersByTimeAsync(499);
    expect(cache.stats().spillsDropped).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(cache.stats().spillsDropped).toBe(2);
    await jest.advanceTimersByTimeAsync(4_999);
    expect([ended, calls.includes('close ')]).toEqual([[], false]);
    await jest.advanceTimersByTimeAsync(1);
    await turns();
    expect([ended, calls.at(-1), jest.getTimerCount()]).toEqual([['closed'], 'close ', 0]);
    expect(cache.stats()).toMatchObject({ spills: 0, spillsDropped: 2 });
  });

  it('has forgotten what its tier had of those that it drops before it ends it', async () => {
    const { cache, calls, kept, hold } = scene({ drainTimeout: 500 }, 'stored');
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) cache.set(key, 'old');
    await cache.tierSettled();
    const goOn = hold('write');
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) cache.set(key, 'new');
    const closed = cache.close();
    await jest.advanceTimersByTimeAsync(500);
    await goOn();
    await closed;
    expect(calls.slice(-3)).toEqual(['forget e', 'forget f', 'close ']);
    expect([...kept.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends its tier once, as soon as all is written', async () => {
    const { cache, calls } = scene();
    cache.set('a', 1);
    await cache.close();
    expect(calls).toEqual(['pack a', 'write a', 'close ']);
    expect(jest.getTimerCount()).toBe(0);
  });
});
