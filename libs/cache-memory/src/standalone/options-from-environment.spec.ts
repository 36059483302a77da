import { describe, expect, it } from '@jest/globals';
import { processLimitBytes } from '../pressure/sensing/process-limit.js';
import { CacheMemory } from './cache-memory.js';
import { optionsFromEnvironment } from './options-from-environment.js';

describe('optionsFromEnvironment', () => {
  it('changes nothing where nothing is set', () => {
    expect(optionsFromEnvironment({ maxEntries: 5, memory: { limit: '1GB' } }, {})).toEqual({
      maxEntries: 5,
      memory: { limit: '1GB' },
    });
    expect(optionsFromEnvironment({}, { CACHE_MAX_ITEMS: '', CACHE_TTL: ' ', CACHE_MEMORY_LIMIT: ' ' })).toEqual({
      memory: {},
    });
  });

  it('puts what is set over the options', () => {
    const environment = {
      CACHE_MAX_ITEMS: '10',
      CACHE_MAX_BYTES: '64MB',
      CACHE_TTL: '30s',
      CACHE_IDLE_TTL: '500',
      CACHE_LOAD_TIMEOUT: '2m',
      CACHE_EVICTION_POLICY: 'hybrid',
      CACHE_MEMORY_LIMIT: '50%',
      CACHE_CHECK_INTERVAL: '10s',
      CACHE_MEMORY_THRESHOLD: '0.7',
      CACHE_CRITICAL_THRESHOLD: '0.99',
    };
    expect(
      optionsFromEnvironment({ maxEntries: 5, memory: { limit: '1GB', forceCollection: false } }, environment),
    ).toEqual({
      maxEntries: 10,
      maxBytes: 64 * 2 ** 20,
      ttl: 30_000,
      idleTtl: 500,
      loadTimeout: 120_000,
      policy: 'hybrid',
      memory: {
        limit: '50%',
        checkInterval: 10_000,
        forceCollection: false,
        thresholds: { warning: 0.7, critical: 0.99 },
      },
    });
  });

  it('reads the regions among the options by their names', () => {
    const regions = [
      { region: 'compiled-models.v2', maxEntries: 3, ttl: '1h' },
      { region: 'drugs', maxEntries: 4 },
    ];
    const { regions: read } = optionsFromEnvironment({ regions }, { CACHE_COMPILED_MODELS_V2_MAX_ITEMS: '7' });
    expect(read).toEqual([
      { region: 'compiled-models.v2', maxEntries: 7, ttl: '1h' },
      { region: 'drugs', maxEntries: 4 },
    ]);
    expect(regions[0]!.maxEntries).toBe(3);
  });

  it('takes a percentage of what the process may use', () => {
    const { maxBytes } = optionsFromEnvironment({}, { CACHE_MEMORY_PERCENT: '12.5' });
    expect(maxBytes).toBe(Math.floor(processLimitBytes() / 8));
  });

  it.each([
    ['536870912', 536_870_912],
    ['512MB', '512MB'],
    [' auto ', 'auto'],
  ] as const)('takes %j for the limit', (text, limit) => {
    expect(optionsFromEnvironment({}, { CACHE_MEMORY_LIMIT: text })).toEqual({ memory: { limit } });
  });

  it('orders thresholds among those of the options that they are put over', () => {
    const memory = { thresholds: { warning: 0.5, eviction: 0.6, critical: 0.7 } };
    expect(optionsFromEnvironment({ memory }, { CACHE_CRITICAL_THRESHOLD: '0.75' })).toEqual({
      memory: { thresholds: { warning: 0.5, eviction: 0.6, critical: 0.75 } },
    });
    expect(() => optionsFromEnvironment({ memory }, { CACHE_MEMORY_THRESHOLD: '0.85' })).toThrow(
      /warning below eviction/,
    );
  });

  it('gives options that make caches', async () => {
    const memory = new CacheMemory(optionsFromEnvironment({}, { CACHE_MAX_ITEMS: '10', CACHE_EVICTION_POLICY: 'lfu' }));
    expect(memory.region().stats().maxEntries).toBe(10);
    await memory.close();
  });

  it.each([
    [{ CACHE_MAX_ITEMS: '0' }, /CACHE_MAX_ITEMS: expected a whole number of at least 1, found 0/],
    [{ CACHE_MAX_ITEMS: 'many' }, /CACHE_MAX_ITEMS: .* found 'many'/],
    [{ CACHE_MAX_BYTES: '-1' }, /CACHE_MAX_BYTES/],
    [{ CACHE_MEMORY_PERCENT: '101' }, /CACHE_MEMORY_PERCENT: expected a percentage/],
    [{ CACHE_TTL: '5 parsecs' }, /CACHE_TTL/],
    [{ CACHE_EVICTION_POLICY: 'hybird' }, /CACHE_EVICTION_POLICY: .*hybrid/],
    [{ CACHE_MEMORY_THRESHOLD: '85' }, /CACHE_MEMORY_THRESHOLD: expected a share/],
    [{ CACHE_MEMORY_THRESHOLD: '0.92' }, /warning below eviction/],
    [{ CACHE_MEMORY_LIMIT: 'lots' }, /CACHE_MEMORY_LIMIT: .* found 'lots'/],
    [{ CACHE_MEMORY_LIMIT: '0' }, /CACHE_MEMORY_LIMIT: .* found 0/],
    [{ CACHE_MEMORY_LIMIT: '150%' }, /CACHE_MEMORY_LIMIT: expected a share/],
    [{ CACHE_CHECK_INTERVAL: 'soon' }, /CACHE_CHECK_INTERVAL/],
    [{ CACHE_CHECK_INTERVAL: '30d' }, /CACHE_CHECK_INTERVAL: expected at most 24 days/],
  ] as const)('names the variable that is wrong: %j', (environment, message) => {
    expect(() => optionsFromEnvironment({}, environment)).toThrow(message);
  });
});
