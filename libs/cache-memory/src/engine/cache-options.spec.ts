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
    expect(error.problem.expected).toBe('a weigher that says how many bytes a value holds');
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
