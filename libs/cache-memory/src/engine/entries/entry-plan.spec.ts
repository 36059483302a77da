import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { readCacheOptions } from '../cache-options.js';
import { defaultPlan, planEntry } from './entry-plan.js';
import { UNRENEWED } from '../freshness/freshness-plan.js';
import { planLoad } from '../loading/load-plan.js';

const none = { loadTimeoutMs: Infinity, negativeMs: 0 };
const said = { loadTimeoutMs: 500, negativeMs: 10 };
const defaults = defaultPlan(readCacheOptions({ maxEntries: 1, ttl: 100 }).settings);

describe('planEntry', () => {
  it("follows the cache's options where nothing is said", () => {
    expect(planEntry(undefined, defaults)).toBe(defaults);
    expect(planEntry({}, defaults)).toEqual(defaults);
    expect(defaults).toMatchObject({ ttlMs: 100, idleMs: Infinity, rank: 1, guarded: false, tags: [] });
  });

  it('tells an entry that is nothing but a value', () => {
    const bare = { ...defaults, ttlMs: Infinity, isPlain: true };
    expect(defaults.isPlain).toBe(false);
    for (const options of [{}, { weight: 3 }, { cost: 2 }]) expect(planEntry(options, bare).isPlain).toBe(true);
    for (const options of [
      { ttl: 5 },
      { idleTtl: 5 },
      { tags: ['a'] },
      { priority: 'low' },
      { protected: true },
    ] as const)
      expect(planEntry(options, bare).isPlain).toBe(false);
  });

  it('reads lifetimes, weight, cost, priority and each tag once', () => {
    const options = { ttl: '1s', idleTtl: 5, weight: 0, cost: 12.5, priority: 'high', tags: ['a', 'b', 'a'] } as const;
    expect(planEntry(options, defaults)).toEqual({
      ttlMs: 1_000,
      idleMs: 5,
      weight: 0,
      costMs: 12.5,
      rank: 2,
      tags: ['a', 'b'],
      guarded: false,
      freshness: UNRENEWED,
      isPlain: false,
    });
  });

  it('takes the lifetime from a protected entry, and refuses to be told both', () => {
    expect(planEntry({ protected: true }, defaults)).toMatchObject({
      guarded: true,
      ttlMs: Infinity,
      idleMs: Infinity,
    });
    for (const life of [{ ttl: 5 }, { idleTtl: 5 }, { grace: 5 }, { ttl: () => 5 }, { jitter: 0.5 }]) {
      const error = caught(() => planEntry({ protected: true, ...life }, defaults));
      expect(error.code).toBe('INVALID_OPTION');
      expect(error.message).toBe(
        'entry options.protected: expected a protected entry without a lifetime and without renewal, since it never expires, ' +
          'found both; leave out either protected or ttl, idleTtl and all that goes with them.',
      );
    }
    expect(planEntry({ protected: false, ttl: 5 }, defaults)).toMatchObject({ guarded: false, ttlMs: 5 });
  });

  it('reads how the entry is kept fresh, beside what the cache says', () => {
    const { freshness } = planEntry({ staleWhileRevalidate: '1s', refreshAhead: 0.5 }, defaults);
    expect(freshness).toEqual({ ...UNRENEWED, staleMs: 1_000, refreshShare: 0.5 });
    expect(planEntry({ tags: ['a'] }, defaults).freshness).toBe(UNRENEWED);
    const endless = defaultPlan(readCacheOptions({ maxEntries: 1 }).settings);
    expect(caught(() => planEntry({ grace: 5 }, endless)).problem.subject).toBe('entry options.grace');
    expect(planEntry({ grace: 5, ttl: 7 }, endless)).toMatchObject({ ttlMs: 7, freshness: { graceMs: 5 } });
  });

  it.each([
    [{ cost: -1 }, 'entry options.cost: expected milliseconds, finite and at least 0, found -1'],
    [{ tags: ['a', 1] }, 'entry options.tags: expected an array of texts, found an array of 2'],
    [{ tll: 5 }, "did you mean 'ttl'?"],
  ])('says what is wrong with %p', (options, message) => {
    expect(caught(() => planEntry(options as never, defaults)).message).toContain(message);
  });

  it('takes a cost of nothing', () => {
    expect(planEntry({ cost: 0 }, defaults).costMs).toBe(0);
  });

  it.each([
    [{}, true],
    [{ ttl: 5 }, false],
    [{ ttl: () => 5 }, false],
    [{ idleTtl: 5 }, false],
    [{ ttl: 5, grace: 5 }, false],
  ])('calls an entry without options of its own, in a cache with %p, plain: %p', (options, isPlain) => {
    expect(defaultPlan(readCacheOptions({ maxEntries: 1, ...options }).settings).isPlain).toBe(isPlain);
  });

  it.each([
    [{ staleWhileRevalidate: 0 }, 'INVALID_OPTION'],
    [{ refreshAhead: 1 }, 'INVALID_OPTION'],
    [{ jitter: 2 }, 'INVALID_OPTION'],
    [{ ttl: -1 }, 'INVALID_OPTION'],
    [{ ttl: 0 }, 'INVALID_OPTION'],
    [{ ttl: '5 parsecs' }, 'INVALID_OPTION'],
    [{ idleTtl: NaN }, 'INVALID_OPTION'],
    [{ weight: -1 }, 'INVALID_WEIGHT'],
    [{ weight: NaN }, 'INVALID_WEIGHT'],
    [{ weight: '5KB' }, 'INVALID_WEIGHT'],
    [{ cost: -1 }, 'INVALID_OPTION'],
    [{ cost: Infinity }, 'INVALID_OPTION'],
    [{ tags: 'models' }, 'INVALID_OPTION'],
    [{ tags: [1] }, 'INVALID_OPTION'],
    [{ tags: ['a', 1] }, 'INVALID_OPTION'],
    [{ cost: '5' }, 'INVALID_OPTION'],
    [{ priority: 'urgent' }, 'INVALID_OPTION'],
    [{ protected: 1 }, 'INVALID_OPTION'],
    [{ tll: 5 }, 'UNKNOWN_OPTION'],
    [0, 'INVALID_OPTION'],
    [5_000, 'INVALID_OPTION'],
    ['', 'INVALID_OPTION'],
    [null, 'INVALID_OPTION'],
    [false, 'INVALID_OPTION'],
  ])('refuses %p with %s, alone and for a load', (options, code) => {
    expect(caught(() => planEntry(options as never, defaults)).code).toBe(code);
    expect(caught(() => planLoad(options as never, defaults, none)).code).toBe(code);
  });
});

describe('planLoad', () => {
  it('reads the signal and the time limit beside the options of the entry', () => {
    const { signal } = new AbortController();
    const plan = planLoad({ signal, loadTimeout: '2s', ttl: 7, negativeTtl: '1s' }, defaults, said);
    expect(plan).toEqual({ signal, loadTimeoutMs: 2_000, negativeMs: 1_000, entry: { ...defaults, ttlMs: 7 } });
    expect(planLoad(undefined, defaults, said)).toEqual({ signal: undefined, ...said, entry: defaults });
    expect(planLoad({ signal: undefined }, defaults, said)).toMatchObject(said);
  });

  it.each([
    { signal: {} },
    { signal: null },
    { signal: 'abort' },
    { signal: new AbortController() },
    { loadTimeout: 0 },
  ])('refuses %p', (options) => {
    const error = caught(() => planLoad(options as never, defaults, said));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.problem.subject).toMatch(/^load options\.(signal|loadTimeout)$/);
  });

  it('suggests the options of a load too', () => {
    expect(caught(() => planLoad({ singal: 1 } as never, defaults, none)).problem.remedy).toBe(
      "did you mean 'signal'?",
    );
  });
});
