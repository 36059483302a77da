import { describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { changeSettings, readCacheOptions } from './cache-options.js';
import { coarseClock } from './time/coarse-clock.js';
import { UNRENEWED } from './freshness/freshness-plan.js';
import { MethodInstanceCache } from './method-instance-cache.js';
import { plainInstances } from './instances/plain-instances.js';
import { policies } from './eviction/policies.js';
import { presets } from './options/presets.js';

const weigher = (): number => 1;

describe('readCacheOptions', () => {
  it('fills in the documented defaults', () => {
    expect(readCacheOptions({ maxEntries: 10 })).toEqual({
      region: 'default',
      retention: 'strong',
      weigher: undefined,
      life: { dispose: undefined, drainTimeoutMs: 30_000, maxLeased: Infinity, reloadAfterDisposal: true },
      clock: coarseClock,
      random: Math.random,
      instances: plainInstances,
      settings: {
        maxEntries: 10,
        maxBytes: Infinity,
        ttlMs: Infinity,
        idleTtlMs: Infinity,
        loadTimeoutMs: Infinity,
        negativeMs: 0,
        freshness: UNRENEWED,
        policy: policies.hybrid,
      },
    });
  });

  it('reads units and freezes what it read', () => {
    const { settings } = readCacheOptions({ maxBytes: '64MB', ttl: '1h', idleTtl: 5, loadTimeout: '2s', weigher });
    expect(settings).toMatchObject({ maxBytes: 67_108_864, ttlMs: 3_600_000, idleTtlMs: 5, loadTimeoutMs: 2_000 });
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('takes a policy of the application for one of its own', () => {
    const policy = policies.lru;
    expect(readCacheOptions({ maxEntries: 1, policy }).settings.policy).toBe(policy);
  });

  it.each([
    [{}, 'neither'],
    [{ ttl: '1m' }, 'neither'],
    [{ maxEntries: undefined, maxBytes: undefined }, 'neither'],
  ])('refuses a cache without a bound: %p', (options, found) => {
    const error = caught(() => readCacheOptions(options));
    expect(error.code).toBe('UNBOUNDED_CACHE');
    expect(error.problem).toEqual({
      subject: 'cache options',
      expected: 'a bound: maxEntries, maxBytes or both',
      found,
      remedy: 'add one, for example maxEntries: 1000',
    });
  });

  it('refuses bytes without a weigher', () => {
    const error = caught(() => readCacheOptions({ maxBytes: '1GB' }));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toBe(
      'cache options.maxBytes: expected a weigher that says how many bytes a value holds, found undefined; add weigher: ' +
        '(value) => bytes, or take the cache from createCacheMemory(), which measures values itself.',
    );
  });

  it('refuses an unknown option and suggests the one that was meant', () => {
    expect(caught(() => readCacheOptions({ maxEntires: 10 })).code).toBe('UNKNOWN_OPTION');
    expect(caught(() => readCacheOptions({ maxEntires: 10 })).message).toMatch(
      /^cache options: expected options among .*maxEntries.*, found 'maxEntires'; did you mean 'maxEntries'\?$/,
    );
  });

  it.each([
    ['maxEntries', 0],
    ['maxEntries', -1],
    ['maxEntries', 1.5],
    ['maxEntries', NaN],
    ['maxEntries', Infinity],
    ['maxEntries', '100'],
    ['maxEntries', null],
    ['maxBytes', 0],
    ['maxBytes', -1],
    ['maxBytes', Infinity],
    ['maxBytes', NaN],
    ['maxBytes', 'lots'],
    ['ttl', -1],
    ['ttl', 0],
    ['ttl', NaN],
    ['ttl', Infinity],
    ['ttl', false],
    ['ttl', null],
    ['ttl', '5 parsecs'],
    ['idleTtl', '5 parsecs'],
    ['idleTtl', -0.1],
    ['loadTimeout', 0],
    ['loadTimeout', 'soon'],
    ['staleWhileRevalidate', 0],
    ['staleWhileRevalidate', false],
    ['grace', 'long'],
    ['refreshAhead', 0],
    ['refreshAhead', 1],
    ['refreshAhead', '80%'],
    ['jitter', 0],
    ['jitter', 1],
    ['jitter', NaN],
    ['negativeTtl', 0],
    ['negativeTtl', null],
    ['random', 0.5],
    ['region', ''],
    ['region', '   '],
    ['region', 7],
    ['region', 'x'.repeat(101)],
    ['retention', 'Strong'],
    ['retention', 'phantom'],
    ['policy', 'fifo'],
    ['policy', {}],
    ['weigher', 8],
    ['clock', {}],
    ['clock', null],
  ])('refuses %s: %p', (name, value) => {
    const error = caught(() => readCacheOptions({ maxEntries: 5, weigher, [name]: value }));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.problem.subject).toBe(`cache options.${name}`);
    expect(error.problem.remedy).not.toBe('');
  });

  it.each([
    ['region', '', 'a name of 1 to 100 characters'],
    ['weigher', 8, 'a function (value, key) => bytes'],
    ['dispose', true, 'a function (value, { key, cause }) that ends an instance, or false'],
    ['instances', {}, 'an object with make(type, request): instance'],
    ['instances', null, 'an object with make(type, request): instance'],
    ['tier', {}, 'a tier made by entryTier({ place, codec }) of door /tiers'],
    ['tier', null, 'a tier made by entryTier({ place, codec }) of door /tiers'],
    ['clock', {}, 'an object with now(): milliseconds'],
    ['random', 0.5, 'a function that answers a number of at least 0 and below 1'],
  ])('says what it expects of %s in place of %p', (name, value, expected) => {
    const error = caught(() => readCacheOptions({ maxEntries: 5, weigher, [name]: value }));
    expect([error.code, error.problem.expected]).toEqual(['INVALID_OPTION', expected]);
  });

  it('reads what is to become of instances, and by what they are made', () => {
    const dispose = (): void => {};
    const instances = { make: () => ({}) as never };
    const clock = { now: () => 77 };
    const options = { dispose, drainTimeout: '5s', maxLeased: 3, reloadAfterDisposal: false, instances, clock };
    const tier = { spill: 'stored' as const, open: () => ({}) as never };
    const read = readCacheOptions({ maxEntries: 5, region: 'x'.repeat(100), details: false, ...options, tier });
    expect(read).toMatchObject({
      region: 'x'.repeat(100),
      life: { dispose, drainTimeoutMs: 5_000, maxLeased: 3, reloadAfterDisposal: false },
      instances,
      tier,
      settings: { details: false },
    });
    expect(read.clock.now()).toBe(77);
    expect(readCacheOptions({ maxEntries: 5, dispose: false }).life.dispose).toBe(false);
  });

  it.each(['weak', 'soft'] as const)('disposes of nothing in a %s cache, and refuses to be told to', (retention) => {
    expect(readCacheOptions({ maxEntries: 5, retention }).life.dispose).toBe(false);
    expect(readCacheOptions({ maxEntries: 5, retention, dispose: false }).life.dispose).toBe(false);
    expect(caught(() => readCacheOptions({ maxEntries: 5, retention, dispose: () => {} })).message).toBe(
      "cache options.dispose: expected retention 'strong', since an instance that may come back must not have been " +
        `disposed, found '${retention}'; leave out either dispose or retention.`,
    );
  });

  it.each(['staleWhileRevalidate', 'grace', 'refreshAhead', 'jitter'])(
    'refuses %s without a ttl, here and when the ttl is taken away',
    (name) => {
      const options = { maxEntries: 5, [name]: 0.5 };
      expect(caught(() => readCacheOptions(options)).message).toBe(
        `cache options.${name}: expected a ttl beside it, found none; add one, for example ttl: '10m'.`,
      );
      const { settings } = readCacheOptions({ ...options, ttl: '1m' });
      expect(caught(() => changeSettings(settings, { ttl: null }, false)).code).toBe('INVALID_OPTION');
      expect(changeSettings(settings, { ttl: null, [name]: null }, false).freshness).toEqual(UNRENEWED);
      expect(readCacheOptions({ ...options, ttl: () => 5 }).settings.ttlMs).toBe(Infinity);
    },
  );

  it('reads how entries are kept fresh', () => {
    const ttl = (): number => 5;
    const options = { maxEntries: 5, ttl, staleWhileRevalidate: '1m', grace: '1h', refreshAhead: 0.8, jitter: 0.1 };
    const { settings } = readCacheOptions({ ...options, negativeTtl: '5s' });
    const freshness = { staleMs: 60_000, graceMs: 3_600_000, refreshShare: 0.8, jitter: 0.1, ttlOf: ttl };
    expect(settings).toMatchObject({ ttlMs: Infinity, negativeMs: 5_000, freshness });
    expect(changeSettings(settings, { ttl: '1s', negativeTtl: null }, false)).toMatchObject({
      ttlMs: 1_000,
      negativeMs: 0,
      freshness: { ...freshness, ttlOf: undefined },
    });
  });

  it.each([undefined, null, 'models', 100, []])('refuses %p in place of the options, at the constructor', (options) => {
    expect(caught(() => new MethodInstanceCache(options as never)).problem.expected).toBe('an object of options');
  });
});

describe('changeSettings', () => {
  const { settings } = readCacheOptions({ maxEntries: 5, maxBytes: 100, ttl: 10, weigher });

  it('changes what was said, takes away what is null, and leaves the rest', () => {
    expect(changeSettings(settings, { maxEntries: 3, ttl: null, idleTtl: 7 }, true)).toEqual({
      ...settings,
      maxEntries: 3,
      ttlMs: Infinity,
      idleTtlMs: 7,
    });
    expect(changeSettings(settings, { maxBytes: undefined }, true)).toEqual(settings);
    expect(changeSettings(settings, {}, true)).toEqual(settings);
  });

  it('changes each of them, and takes each away', () => {
    const { policy } = readCacheOptions({ maxEntries: 1, policy: 'lru' }).settings;
    const said = { ttl: 20, idleTtl: 5, loadTimeout: 6, staleWhileRevalidate: 7, grace: 8, refreshAhead: 0.5, jitter: 0.1, negativeTtl: 9 }; // prettier-ignore
    const changed = changeSettings(settings, { maxEntries: 4, maxBytes: 50, policy, ...said }, true);
    expect(changed).toEqual({
      maxEntries: 4,
      maxBytes: 50,
      ttlMs: 20,
      idleTtlMs: 5,
      loadTimeoutMs: 6,
      negativeMs: 9,
      freshness: { staleMs: 7, graceMs: 8, refreshShare: 0.5, jitter: 0.1, ttlOf: undefined },
      policy,
      details: undefined,
    });
    expect(changeSettings(changed, {}, true)).toEqual(changed);
    const none = Object.fromEntries(Object.keys(said).map((name) => [name, null]));
    expect(changeSettings(changed, { maxBytes: null, ...none }, true)).toEqual({
      ...settings,
      maxEntries: 4,
      maxBytes: Infinity,
      ttlMs: Infinity,
      freshness: UNRENEWED,
      policy,
    });
    expect(changeSettings(settings, { maxEntries: null }, true)).toMatchObject({ maxEntries: Infinity, maxBytes: 100 });
    expect(Object.isFrozen(changed)).toBe(true);
  });

  it('says which option it does not know', () => {
    expect(caught(() => changeSettings(settings, { maxEntires: 3 }, true)).message).toMatch(
      /^configure: .*did you mean 'maxEntries'\?$/,
    );
    expect(caught(() => changeSettings(settings, { maxEntries: 0 }, true)).problem.subject).toBe(
      'configure.maxEntries',
    );
  });

  it('refuses to take the last bound away', () => {
    expect(caught(() => changeSettings(settings, { maxEntries: null, maxBytes: null }, true)).code).toBe(
      'UNBOUNDED_CACHE',
    );
  });

  it.each([{ region: 'other' }, { retention: 'weak' }, { clock: coarseClock }, { weigher }, { maxEntires: 3 }])(
    'refuses what cannot change: %p',
    (change) => {
      expect(caught(() => changeSettings(settings, change, true)).code).toBe('UNKNOWN_OPTION');
    },
  );

  it.each([{ maxEntries: 0 }, { ttl: -1 }, { policy: null }, { policy: 'fifo' }, null, 5])('refuses %p', (change) => {
    expect(caught(() => changeSettings(settings, change, true)).code).toBe('INVALID_OPTION');
  });
});

describe('presets', () => {
  it('are sets of options for any cache, whole or as a base', () => {
    const whole = new MethodInstanceCache<string, Date>(presets.longLived);
    const based = new MethodInstanceCache<string, Date>({ ...presets.memoryConstrained, maxEntries: 5 });
    expect(whole.stats().maxEntries).toBe(100);
    expect(based.stats().maxEntries).toBe(5);
    expect(based.retention).toBe('weak');
    expect(presets).toEqual({
      longLived: { ttl: 600_000, maxEntries: 100, retention: 'strong' },
      batch: { maxEntries: 200, retention: 'strong' },
      memoryConstrained: { ttl: 120_000, maxEntries: 20, retention: 'weak' },
    });
  });
});
