import { describe, expect, it } from '@jest/globals';
import { assessRedis } from './assess-redis.js';
import { auditRedis } from './audit-redis.js';
import { hasRoomToRebuild, isStillNeeded, planRedisRelief } from './plan-redis-relief.js';
import { readRedisMemoryOptions } from './redis-memory-options.js';
import { readInfo } from './redis-reading.js';

const INFO = `# Memory\r
used_memory:1100\r
mem_not_counted_for_evict:100\r
maxmemory:2000\r
maxmemory_policy:volatile-lru\r
mem_fragmentation_ratio:1.25\r
lazyfree_pending_objects:3\r
# Stats\r
evicted_keys:7\r
# Keyspace\r
db0:keys=10,expires=4,avg_ttl=100\r
db3:keys=5,expires=5,avg_ttl=0\r
`;
const thresholds = { warning: 0.85, critical: 0.95, protectedShare: 0.7 };
const at = (share: number, protectedBytes?: number) =>
  assessRedis({ ...readInfo(INFO, 0), usedBytes: share * 2_000 }, protectedBytes, thresholds);

describe('readInfo', () => {
  it('reads memory, policy and the keys of one database', () => {
    expect(readInfo(INFO, 0)).toEqual({
      usedBytes: 1_000,
      maxBytes: 2_000,
      fragmentation: 1.25,
      policy: 'volatile-lru',
      keys: 10,
      expires: 4,
      evictedKeys: 7,
      pendingFrees: 3,
    });
    expect(readInfo(INFO, 3)).toMatchObject({ keys: 5, expires: 5 });
    expect(readInfo(INFO, 1)).toMatchObject({ keys: 0, expires: 0 });
  });

  it('knows a server without a limit, or one that says little', () => {
    expect(readInfo('maxmemory:0\n', 0).maxBytes).toBeUndefined();
    expect(readInfo('', 0)).toMatchObject({ usedBytes: 0, policy: 'unknown', fragmentation: 0 });
  });
});

describe('assessRedis', () => {
  it.each([
    [0.849, 'normal'],
    [0.85, 'warning'],
    [0.949, 'warning'],
    [0.95, 'critical'],
    [1.2, 'critical'],
  ])('at %f of the limit says %s', (share, level) => expect(at(share).level).toBe(level));

  it('knows what share is protected, once that was counted', () => {
    expect(at(0.8)).toMatchObject({ protectedShare: undefined, isProtectedShareHigh: false });
    expect(at(0.8, 1_400)).toMatchObject({ protectedShare: 0.7, isProtectedShareHigh: true });
    expect(at(0.8, 9_000).protectedShare).toBe(0.8);
  });

  it('is normal where there is no limit', () => {
    expect(assessRedis({ ...readInfo(INFO, 0), maxBytes: undefined }, 1, thresholds)).toMatchObject({
      level: 'normal',
    });
  });
});

describe('planRedisRelief', () => {
  it('clears expendable categories in order, then all that is evictable, then rebuilds', () => {
    expect(planRedisRelief('normal', ['a'], ['p'])).toEqual([]);
    expect(planRedisRelief('warning', ['a', 'b'], ['p'])).toEqual([
      { step: 'clear', category: 'a' },
      { step: 'clear', category: 'b' },
    ]);
    expect(planRedisRelief('critical', ['a'], ['p'])).toEqual([
      { step: 'clear all' },
      { step: 'rebuild', category: 'p' },
    ]);
  });

  it('goes on clearing until it is normal, and rebuilds only while it is critical', () => {
    expect([isStillNeeded('clear', 'warning'), isStillNeeded('clear', 'normal')]).toEqual([true, false]);
    expect([isStillNeeded('rebuild', 'critical'), isStillNeeded('rebuild', 'warning')]).toEqual([true, false]);
  });

  it('rebuilds only where both generations fit', () => {
    expect([hasRoomToRebuild(96, 100, 3), hasRoomToRebuild(96, 100, 5), hasRoomToRebuild(96, undefined, 5)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('auditRedis', () => {
  it.each([
    ['volatile-lru', 100, []],
    ['volatile-ttl', undefined, [/maxmemory is 0/]],
    ['allkeys-lfu', 100, [/evicts protected keys/]],
    ['noeviction', 100, [/writes fail/]],
  ])('judges %s with a limit of %p', (policy, maxBytes, texts) => {
    expect(auditRedis({ policy, maxBytes }).map(({ text }) => text)).toEqual(
      texts.map((text) => expect.stringMatching(text)),
    );
  });
});

describe('readRedisMemoryOptions', () => {
  it('gives documented defaults', () => {
    expect(readRedisMemoryOptions({ namespace: 'shop' })).toMatchObject({
      thresholds,
      ownsDatabase: false,
      checkIntervalMs: 30_000,
      countIntervalMs: 300_000,
      countShare: 0.1,
    });
  });

  it.each([
    ['no namespace', {}, 'INVALID_OPTION'],
    ['a namespace with a colon', { namespace: 'a:b' }, 'INVALID_OPTION'],
    ['a category with a colon', { namespace: 'a', protected: { 'a:b': {} } }, 'INVALID_OPTION'],
    ['an evictable category without a lifetime', { namespace: 'a', evictable: { pages: {} } }, 'INVALID_OPTION'],
    [
      'a category of both classes',
      { namespace: 'a', protected: { a: {} }, evictable: { a: { ttl: 1 } } },
      'INVALID_OPTION',
    ],
    ['thresholds in the wrong order', { namespace: 'a', thresholds: { warning: 0.96 } }, 'INVALID_OPTION'],
    [
      'a rebuild without a source',
      { namespace: 'a', protected: { a: { rebuildAtStart: 'always' } } },
      'INVALID_OPTION',
    ],
    ['checks further apart than a timer can wait', { namespace: 'a', checkInterval: '30d' }, 'INVALID_OPTION'],
    ['counts further apart than a timer can wait', { namespace: 'a', countInterval: '30d' }, 'INVALID_OPTION'],
    ['an unknown option', { namespaces: 'a' }, 'UNKNOWN_OPTION'],
    ['an unknown option of a category', { namespace: 'a', evictable: { a: { tll: 1 } } }, 'UNKNOWN_OPTION'],
  ])('refuses %s', (_, options, code) => {
    expect(() => readRedisMemoryOptions(options as never)).toThrow(expect.objectContaining({ code }));
  });
});
