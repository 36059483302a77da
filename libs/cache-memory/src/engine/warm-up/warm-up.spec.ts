import { getEventListeners } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { keysOf, watchedCache } from '../../../test/caches.js';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { Loader } from '../loading/loader.js';
import { MethodInstanceCache } from '../method-instance-cache.js';

const upper: Loader<string, string> = ({ key }) => key.toUpperCase();

function letters(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(97 + index));
}

/** A loader whose values come when the test says so, by key. */
function slowLoader(): { loads: Map<string, Deferred<string>>; signals: AbortSignal[]; load: Loader<string, string> } {
  const loads = new Map<string, Deferred<string>>();
  const signals: AbortSignal[] = [];
  const load: Loader<string, string> = ({ key, signal }) => {
    const next = deferred<string>();
    loads.set(key, next);
    signals.push(signal);
    return next.promise;
  };
  return { loads, signals, load };
}

/** A source that notes which keys were taken, and whether it was left. */
function watchedSource(keys: readonly string[]) {
  const taken: string[] = [];
  let isLeft = false;
  async function* source(): AsyncGenerator<string, void, undefined> {
    try {
      for (const key of keys) {
        taken.push(key);
        yield key;
      }
    } finally {
      isLeft = true;
    }
  }
  return { taken, source: source(), isLeft: () => isLeft };
}

describe('warmUp', () => {
  it('makes what is missing, leaves alone what is there, and reports it', async () => {
    const { cache, clock } = watchedCache<string, string>({ maxEntries: 10 });
    cache.set('b', 'before');
    const load = jest.fn(({ key }: { key: string }) => {
      clock.advance(5);
      if (key === 'c') throw new Error('no c');
      return key.toUpperCase();
    });
    const progress: unknown[] = [];
    const report = await cache.warmUp(['a', 'b', 'c', 'd'], load, {
      concurrency: 1,
      onProgress: (each) => progress.push(each),
      entry: { tags: ['warm'] },
    });
    expect(report).toEqual({
      loaded: 2,
      present: 1,
      failed: 1,
      rejected: 0,
      errors: [{ key: 'c', error: new Error('no c') }],
      tookMs: 15,
      stoppedBy: undefined,
    });
    expect(progress).toHaveLength(4);
    expect(progress.at(-1)).toEqual({ loaded: 2, present: 1, failed: 1, rejected: 0 });
    expect([cache.peek('a'), cache.peek('b'), cache.peek('c'), cache.peek('d')]).toEqual([
      'A',
      'before',
      undefined,
      'D',
    ]);
    expect(cache.stats()).toMatchObject({ gets: 0, hits: 0, misses: 0, loads: 3, loadFailures: 1 });
    expect(cache.invalidate('warm')).toBe(2);
  });

  it('runs so many loaders at a time, and reads no further ahead', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const { loads, load } = slowLoader();
    const { taken, source } = watchedSource(letters(8));
    const warming = cache.warmUp(source, load, { concurrency: 3 });
    await turns();
    expect([...loads.keys()]).toEqual(['a', 'b', 'c']);
    expect(taken).toEqual(['a', 'b', 'c']);
    loads.get('b')!.resolve('B');
    await turns();
    expect([...loads.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(taken).toHaveLength(4);
    for (const key of letters(8)) {
      loads.get(key)!.resolve(key);
      await turns();
    }
    await expect(warming).resolves.toMatchObject({ loaded: 8, stoppedBy: undefined });
  });

  it('shares a load with those who ask meanwhile', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(new Set(['a']), load);
    await turns();
    const waiting = cache.getOrCreate('a', upper);
    loads.get('a')!.resolve('warm');
    await expect(waiting).resolves.toBe('warm');
    await expect(warming).resolves.toMatchObject({ loaded: 1 });
  });

  it.each([1, 3, 8])(
    'stops when the cache is full of what was warmed, with %p loads at a time',
    async (concurrency) => {
      const { cache, departures } = watchedCache<string, string>({ maxEntries: 5 });
      cache.set('before', 'x');
      const load = jest.fn(upper);
      const report = await cache.warmUp(letters(26), load, { concurrency });
      expect(report).toMatchObject({ loaded: 5, stoppedBy: 'full', failed: 0 });
      expect(load).toHaveBeenCalledTimes(5);
      expect(keysOf(cache)).toEqual(letters(5));
      expect(departures()).toEqual(['before:size']);
    },
  );

  it('does not say that it was stopped where the last key just fits', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    await expect(cache.warmUp(letters(5), upper)).resolves.toMatchObject({ loaded: 5, stoppedBy: undefined });
  });

  it('stops at the first value that pushes out a warmed one, where bytes are bounded', async () => {
    const { cache } = watchedCache<string, string>({ maxBytes: 50, weigher: () => 10 });
    const load = jest.fn(upper);
    const report = await cache.warmUp(letters(26), load, { concurrency: 1 });
    expect(report).toMatchObject({ stoppedBy: 'full' });
    expect(load).toHaveBeenCalledTimes(6);
  });

  it('counts what was made and not stored', async () => {
    const { cache } = watchedCache<string, string>({ maxBytes: 50, weigher: (value) => value.length });
    const load: Loader<string, string> = ({ key }) => (key === 'b' ? undefined as never : key.repeat(key === 'c' ? 60 : 1)); // prettier-ignore
    await expect(cache.warmUp(['a', 'b', 'c'], load)).resolves.toMatchObject({ loaded: 1, rejected: 2, failed: 0 });
  });

  it('gives the place of what was made and not stored to the next key', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 2 });
    const load: Loader<string, string> = ({ key }) => (key < 'd' ? undefined as never : key); // prettier-ignore
    await expect(cache.warmUp(letters(5), load, { concurrency: 1 })).resolves.toMatchObject({
      loaded: 2,
      rejected: 3,
      stoppedBy: undefined,
    });
    expect(keysOf(cache)).toEqual(['d', 'e']);
  });

  it('waits for the loads under way where they may leave no room for one more', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 2 });
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(letters(4), load);
    await turns();
    expect([...loads.keys()]).toEqual(['a', 'b']);
    loads.get('a')!.reject(new Error('no a'));
    await turns();
    expect([...loads.keys()]).toEqual(['a', 'b', 'c']);
    for (const key of ['b', 'c']) loads.get(key)!.resolve(key);
    await expect(warming).resolves.toMatchObject({ loaded: 2, failed: 1, stoppedBy: 'full' });
    expect(keysOf(cache)).toEqual(['b', 'c']);
  });

  it('takes a warmed key that is set meanwhile for one that is there still, and one that is deleted for gone', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 2 });
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(letters(4), load, { concurrency: 1 });
    await turns();
    loads.get('a')!.resolve('A');
    await turns();
    cache.set('a', 'set');
    loads.get('b')!.resolve('B');
    await turns();
    await expect(warming).resolves.toMatchObject({ loaded: 2, stoppedBy: 'full' });
    expect(keysOf(cache)).toEqual(['a', 'b']);

    const another = cache.warmUp(['a', 'x', 'y'], load, { concurrency: 1 });
    cache.delete('b');
    await turns();
    cache.delete('a');
    loads.get('x')!.resolve('X');
    await turns();
    loads.get('y')!.resolve('Y');
    await expect(another).resolves.toMatchObject({ present: 1, loaded: 2, stoppedBy: undefined });
  });

  it('begins no load once it was stopped while it waited for room', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 1 });
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(letters(2), load);
    await turns();
    cache.pauseBackgroundLoads(true);
    await expect(warming).resolves.toMatchObject({ loaded: 0, stoppedBy: 'pressure' });
    expect([...loads.keys()]).toEqual(['a']);
  });

  it('misses no key of a source that is slower than the loads', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 9 });
    const keys = letters(3).map(() => deferred<IteratorResult<string>>());
    let asked = 0;
    const source = { [Symbol.asyncIterator]: () => ({ next: () => keys[asked++]!.promise }) };
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(source, load);
    keys[0]!.resolve({ done: false, value: 'a' });
    await turns();
    loads.get('a')!.resolve('A');
    await turns();
    keys[1]!.resolve({ done: false, value: 'b' });
    await turns();
    loads.get('b')!.resolve('B');
    keys[2]!.resolve({ done: true, value: undefined });
    await expect(warming).resolves.toMatchObject({ loaded: 2, errors: [], stoppedBy: undefined });
    expect(keysOf(cache)).toEqual(['a', 'b']);
  });

  it('reports what a source throws that is left, and nothing of one that cannot be told', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 1 });
    const endless = { next: () => ({ done: false, value: String(Math.random()) }) };
    const error = new Error('still here');
    const clinging = {
      ...endless,
      return: (): never => {
        throw error;
      },
    };
    for (const [iterator, errors] of [
      [endless, []],
      [clinging, [{ error }]],
    ] as const) {
      cache.clear();
      const source = { [Symbol.iterator]: () => iterator } as Iterable<string>;
      await expect(cache.warmUp(source, upper)).resolves.toMatchObject({ stoppedBy: 'full', errors });
    }
  });

  it('hears of nothing any more once it has ended', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 5 });
    const { signal } = new AbortController();
    const unheard = jest.fn();
    const on = jest.spyOn(cache, 'on').mockReturnValue(unheard);
    await cache.warmUp(['a'], upper, { signal });
    expect([on.mock.calls.length, unheard.mock.calls.length]).toEqual([1, 1]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('lists ten failures at the most, and counts them all', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 50 });
    const report = await cache.warmUp(letters(20), ({ key }) => Promise.reject(new Error(key)));
    expect(report).toMatchObject({ failed: 20, stoppedBy: undefined });
    expect(report.errors).toHaveLength(10);
    expect(report.errors[0]).toEqual({ key: 'a', error: new Error('a') });
  });

  it('ends by its signal: the source is left and loads are aborted, but for those that somebody else waits for', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const { loads, signals, load } = slowLoader();
    const { taken, source, isLeft } = watchedSource(letters(8));
    const controller = new AbortController();
    const warming = cache.warmUp(source, load, { concurrency: 2, signal: controller.signal });
    await turns();
    const waiting = cache.getOrCreate('a', upper);
    controller.abort();
    await expect(warming).resolves.toMatchObject({ loaded: 0, failed: 0, errors: [], stoppedBy: 'aborted' });
    await turns();
    expect(isLeft()).toBe(true);
    expect(taken).toHaveLength(2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    loads.get('a')!.resolve('A');
    await expect(waiting).resolves.toBe('A');
    await expect(cache.warmUp(['z'], load, { signal: controller.signal })).resolves.toMatchObject({
      stoppedBy: 'aborted',
    });
    expect(loads.has('z')).toBe(false);
  });

  it('ends though the source gives no next key', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const controller = new AbortController();
    const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<IteratorResult<string>>(() => {}) }) };
    const warming = cache.warmUp(silent, upper, { signal: controller.signal });
    await turns();
    controller.abort();
    await expect(warming).resolves.toMatchObject({ stoppedBy: 'aborted' });
  });

  it('ends when background loads are paused, and does not begin while they are', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const { load } = slowLoader();
    const warming = cache.warmUp(letters(8), load);
    await turns();
    cache.pauseBackgroundLoads(true);
    await expect(warming).resolves.toMatchObject({ loaded: 0, stoppedBy: 'pressure' });
    await expect(cache.warmUp(letters(8), upper)).resolves.toMatchObject({ loaded: 0, stoppedBy: 'pressure' });
    cache.pauseBackgroundLoads(false);
    await expect(cache.warmUp(letters(8), upper)).resolves.toMatchObject({ loaded: 8 });
  });

  it('ends when what it warmed is evicted under pressure', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(letters(8), load, { concurrency: 1 });
    await turns();
    loads.get('a')!.resolve('A');
    await turns();
    cache.trim({ entries: 0 });
    await expect(warming).resolves.toMatchObject({ loaded: 1, stoppedBy: 'pressure' });
  });

  it('ends when the cache is closed, and does not begin on a closed one', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const { load } = slowLoader();
    const warming = cache.warmUp(letters(8), load);
    await turns();
    await cache.close();
    await expect(warming).resolves.toMatchObject({ loaded: 0, failed: 0, stoppedBy: 'closed' });
    await expect(cache.warmUp(letters(8), load)).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
  });

  it('reports what the source throws, when the loads under way have ended', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    function* source(): Generator<string, void, undefined> {
      yield 'a';
      throw new Error('no more');
    }
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(source(), load);
    await turns();
    loads.get('a')!.resolve('A');
    await expect(warming).resolves.toMatchObject({
      loaded: 1,
      stoppedBy: 'source',
      errors: [{ error: new Error('no more') }],
    });
  });

  it.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('mine');
      },
    ],
    ['rejects', () => Promise.reject(new Error('mine'))],
  ])('tells of a listener of the progress that %s, and goes on', async (_, onProgress) => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const failures: unknown[] = [];
    cache.on('listener.failed', ({ error }) => failures.push(error));
    await expect(cache.warmUp(['a', 'b'], upper, { onProgress })).resolves.toMatchObject({ loaded: 2 });
    expect(failures).toEqual([new Error('mine'), new Error('mine')]);
  });

  it('gives the event loop its turn among very many keys that are there', async () => {
    const cache = new MethodInstanceCache<number, string>({ maxEntries: 10 });
    cache.set(1, 'x');
    let turnsTaken = 0;
    const count = (): void => {
      turnsTaken++;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await cache.warmUp(Array.from({ length: 4_000 }, () => 1), () => 'y'); // prettier-ignore
    clearImmediate(timer);
    expect(turnsTaken).toBeGreaterThan(2);
    expect(turnsTaken).toBeLessThan(100);
  });

  it('disposes what it made in vain, unless somebody else has it', async () => {
    const disposed: string[] = [];
    const { cache } = watchedCache<string, string>({
      maxBytes: 3,
      weigher: (value) => value.length,
      dispose: (value) => {
        disposed.push(value);
      },
    });
    const { loads, load } = slowLoader();
    const warming = cache.warmUp(['heavy', 'shared', 'a'], load);
    await turns();
    const shared = cache.getOrCreate('shared', upper);
    for (const [key, { resolve }] of loads) resolve(key);
    await expect(warming).resolves.toMatchObject({ loaded: 1, rejected: 2 });
    await expect(shared).resolves.toBe('shared');
    expect(disposed).toEqual(['heavy']);
    await cache.close();
    expect(disposed).toEqual(['heavy', 'a']);
  });

  it('counts a key that is none as failed', async () => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    const report = await cache.warmUp([undefined as never, 'a'], upper);
    expect(report).toMatchObject({ loaded: 1, failed: 1 });
    expect(report.errors[0]!.error).toMatchObject({ code: 'INVALID_KEY' });
  });

  it.each([
    [['a'], 'no loader', {}],
    ['abc', upper, {}],
    [7, upper, {}],
    [{}, upper, {}],
    [['a'], upper, { concurrency: 0 }],
    [['a'], upper, { onProgress: 1 }],
    [['a'], upper, { signal: {} }],
    [['a'], upper, { entry: { ttl: -1 } }],
    [['a'], upper, null],
  ])('refuses %p with %p and %p', async (source, loader, options) => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    await expect(cache.warmUp(source as never, loader as never, options as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' }); // prettier-ignore
    expect(cache.stats().loads).toBe(0);
  });

  it.each([
    [['a'], { concurrency: 0 }, 'warmUp.concurrency: expected'],
    [['a'], { onProgress: 1 }, 'warmUp.onProgress: expected a function that hears the progress, found 1'],
    [
      'abc',
      {},
      "warmUp: expected keys: an array, or anything else to iterate over, at once or asynchronously, found 'abc'; " +
        'pass the keys first and their loader second.',
    ],
    [null, {}, 'at once or asynchronously, found null'],
  ])('says what is wrong with %p and %p', async (source, options, message) => {
    const { cache } = watchedCache<string, string>({ maxEntries: 20 });
    await expect(cache.warmUp(source as never, upper, options as never)).rejects.toThrow(message);
  });
});
