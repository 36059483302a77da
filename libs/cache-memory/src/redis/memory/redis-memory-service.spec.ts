import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { describeRedis, RedisServer } from '../../../test/describe-redis.js';
import { ToldRedis } from '../../../test/told-redis.js';
import { connectRedis } from '../connection/connect-redis.js';
import type { RedisMemoryOptions } from './redis-memory-options.js';
import type { RedisMemoryAlert } from './redis-memory-report.js';
import { RedisMemoryService } from './redis-memory-service.js';

let server: RedisServer;
let admin: Awaited<ReturnType<RedisServer['connect']>>;
const services: RedisMemoryService[] = [];
const given = async (options: Partial<RedisMemoryOptions> = {}) => {
  const service = new RedisMemoryService(connectRedis({ url: server.url }), {
    namespace: 'shop',
    protected: { products: {}, settings: {} },
    evictable: { pages: { ttl: '1m', expendable: true }, sessions: { ttl: '1h' } },
    ...options,
  });
  services.push(service);
  const alerts: RedisMemoryAlert[] = [];
  service.on('redis.alert', (alert) => alerts.push(alert));
  await service.start();
  return { service, alerts };
};
/** Memory that others use: beside it, what the server's buffers take for a moment does not count. */
const ballast = async () => void (await admin.setRange('ballast', 20 * 2 ** 20, 'x'));
const products = (...names: readonly string[]) => names.map((name) => [name, { name }] as const);

describeRedis('RedisMemoryService', () => {
  beforeAll(async () => {
    server = await RedisServer.start('--maxmemory', '100mb', '--maxmemory-policy', 'volatile-lru');
    admin = await server.connect();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => void (await admin.flushAll()));
  afterEach(async () => {
    await Promise.all(services.splice(0).map((service) => service.close()));
  });

  it('stores protected entries without and evictable ones with a lifetime, their class in the name', async () => {
    const { service } = await given();
    await service.storeProtected('products', 'a:1', { price: 3 });
    await service.storeEvictable('pages', '/', '<html>');
    await service.storeEvictable('pages', '/short', '<html>', '30s');
    expect((await admin.keys('*')).sort()).toEqual(['shop:e:pages:/', 'shop:e:pages:/short', 'shop:p:products:0:a:1']);
    expect(await admin.pTTL('shop:p:products:0:a:1')).toBe(-1);
    expect(await admin.pTTL('shop:e:pages:/')).toBeGreaterThan(30_000);
    expect(await admin.pTTL('shop:e:pages:/short')).toBeLessThanOrEqual(30_000);
    expect(await service.get('products', 'a:1')).toEqual({ price: 3 });
    expect(await service.getMany('pages', ['/', '/none'])).toEqual(['<html>', undefined]);
    expect([await service.delete('products', 'a:1'), await service.delete('products', 'a:1')]).toEqual([true, false]);
    expect(await service.delete('pages', '/')).toBe(true);
    expect(await service.get('products', 'a:1')).toBeUndefined();
  });

  it.each([
    ['an unknown category', (s: RedisMemoryService) => s.get('product', 'a'), 'UNKNOWN_CATEGORY'],
    ['the wrong class', (s: RedisMemoryService) => s.storeProtected('pages', 'a', 1), 'UNKNOWN_CATEGORY'],
    [
      'a value without a text',
      (s: RedisMemoryService) => s.storeProtected('products', 'a', undefined),
      'INVALID_VALUE',
    ],
    ['an empty key', (s: RedisMemoryService) => s.storeEvictable('pages', '', 1), 'INVALID_KEY'],
    ['a wrong lifetime', (s: RedisMemoryService) => s.storeEvictable('pages', 'a', 1, '5 parsecs'), 'INVALID_OPTION'],
  ])('refuses %s', async (_, ask, code) => {
    const { service } = await given();
    await expect(ask(service)).rejects.toMatchObject({ code });
    expect(await admin.dbSize()).toBe(0);
  });

  it('tells what the server holds, protected keys at once where the database is its own', async () => {
    const { service } = await given({ ownsDatabase: true });
    for (let each = 0; each < 30; each++) await service.storeProtected('products', each, 'x'.repeat(1_000));
    for (let each = 0; each < 20; each++) await service.storeEvictable('pages', each, 'page');
    await service.storeEvictable('sessions', 'a', 'session');
    const stats = await service.stats();
    expect(stats).toMatchObject({ policy: 'volatile-lru', maxBytes: 100 * 2 ** 20, level: 'normal', keys: 51 });
    expect([stats.protectedKeys, stats.evictableKeys]).toEqual([30, 21]);
    expect(stats.usage).toBeCloseTo(stats.usedBytes / stats.maxBytes!, 5);
    const count = await service.count();
    expect(count).toMatchObject({
      protected: { products: { keys: 30 } },
      evictable: { pages: { keys: 20 }, sessions: { keys: 1 } },
      orphans: 0,
    });
    expect(count.protected['products']!.bytes).toBeGreaterThan(30_000);
    const { protectedBytes, count: stamped } = await service.stats();
    expect(protectedBytes).toBe(count.protected['products']!.bytes);
    expect(stamped!.ageMs).toBeGreaterThanOrEqual(0);
  });

  it('counts nothing but its namespace where others share the database', async () => {
    const { service } = await given();
    await admin.set('other:p:products:0:x', '1');
    await service.storeProtected('products', 'a', 1);
    await service.count();
    expect((await service.stats()).protectedKeys).toBe(1);
  });

  it('rebuilds a category into a new generation that takes the place of the old one at once', async () => {
    const seen = new Set<string>();
    const { service } = await given({
      protected: {
        products: {
          source: async function* () {
            for (const pair of products('a', 'b')) {
              seen.add(JSON.stringify(await service.getMany('products', ['a', 'b', 'c'])));
              yield pair;
            }
          },
        },
      },
    });
    for (const key of ['a', 'b', 'c']) await service.storeProtected('products', key, 'old');
    const report = await service.rebuild('products');
    expect([...seen]).toEqual(['["old","old","old"]']);
    expect(report).toMatchObject({ of: 'products', entries: 2, removed: 1, skipped: 0 });
    expect(await service.getMany('products', ['a', 'b', 'c'])).toEqual([{ name: 'a' }, { name: 'b' }, undefined]);
    expect((await admin.keys('shop:p:*')).sort()).toEqual(['shop:p:products:1:a', 'shop:p:products:1:b']);
    expect(await admin.exists(['shop:m:lock:rebuild:products', 'shop:m:touched:products'])).toBe(0);
    await service.storeProtected('products', 'd', 'new');
    expect(await service.get('products', 'd')).toBe('new');
  });

  it('counts and tells a rebuild once that several have asked for', async () => {
    const { service } = await given({ protected: { products: { source: () => products('a') } } });
    const told = jest.fn();
    service.on('category.rebuilt', told);
    const [one, other] = await Promise.all([service.rebuild('products'), service.rebuild('products')]);
    expect([other === one, told.mock.calls.length, service.counts.rebuilds]).toEqual([true, 1, 1]);
    await service.rebuild('products');
    expect(service.counts.rebuilds).toBe(2);
  });

  it('does not undo what is stored or deleted during a rebuild', async () => {
    const { service } = await given({
      protected: {
        products: {
          source: async function* () {
            await service.storeProtected('products', 'a', 'newer');
            await service.delete('products', 'b');
            await service.storeProtected('products', 'only here', 'newer');
            yield* products('a', 'b', 'c');
          },
        },
      },
    });
    await service.storeProtected('products', 'b', 'old');
    await service.rebuild('products');
    expect(await service.getMany('products', ['a', 'b', 'c', 'only here'])).toEqual([
      'newer',
      undefined,
      { name: 'c' },
      'newer',
    ]);
  });

  it('keeps what was there where the source fails, and leaves nothing behind', async () => {
    const error = new Error('no disk');
    const { service } = await given({
      protected: {
        products: {
          source: function* () {
            for (let each = 0; each < 700; each++) yield [`${each}`, 1];
            throw error;
          },
        },
      },
    });
    await service.storeProtected('products', 'a', 'old');
    await expect(service.rebuild('products')).rejects.toBe(error);
    expect(await service.get('products', 'a')).toBe('old');
    expect(await admin.keys('shop:p:*')).toEqual(['shop:p:products:0:a']);
    expect(await admin.hGetAll('shop:m:state')).toEqual({});
  });

  it('is rebuilt by one process at a time', async () => {
    let rebuildOnOther: unknown;
    const category = (ask: () => Promise<unknown>) => ({
      products: {
        source: async function* () {
          rebuildOnOther = await ask();
          yield* products('a');
        },
      },
    });
    const { service: other } = await given({ protected: category(async () => {}) });
    const { service } = await given({
      protected: category(() => other.rebuild('products').catch((error: unknown) => error)),
    });
    await service.rebuild('products');
    expect(rebuildOnOther).toMatchObject({ code: 'REBUILD_BUSY' });
    await other.rebuild('products');
    expect(await service.get('products', 'a')).toEqual({ name: 'a' });
  });

  it('changes nothing that counts once it has lost its lock', async () => {
    const { service } = await given({
      protected: {
        products: {
          source: async function* () {
            yield ['a', 'too late'];
            await admin.del('shop:m:lock:rebuild:products');
          },
        },
      },
    });
    await service.storeProtected('products', 'a', 'old');
    await expect(service.rebuild('products')).rejects.toMatchObject({ code: 'REBUILD_FAILED' });
    expect(await service.get('products', 'a')).toBe('old');
  });

  it('clears away what a rebuild that died has left', async () => {
    const { service } = await given({ protected: { products: { source: () => products('a') } } });
    await admin.set('shop:m:fence', '7');
    await admin.set('shop:p:products:7:orphan', '1');
    expect((await service.count()).orphans).toBe(1);
    await service.rebuild('products');
    expect(await admin.keys('shop:p:*')).toEqual(['shop:p:products:8:a']);
  });

  it('rebuilds at the start, always or where it never was', async () => {
    let reads = 0;
    const source = () => {
      reads++;
      return products('a');
    };
    await given({ protected: { products: { source, rebuildAtStart: 'when-empty' } } });
    await given({ protected: { products: { source, rebuildAtStart: 'when-empty' } } });
    expect(reads).toBe(1);
    await given({ protected: { products: { source, rebuildAtStart: 'always' } } });
    expect(reads).toBe(2);
  });

  it('rebuilds after each check what could not be rebuilt at the start, and what could not again', async () => {
    const reads = { products: 0, settings: 0 };
    const late = new RedisMemoryService(connectRedis({ url: server.url }), {
      namespace: 'shop',
      protected: {
        products: {
          source: () => {
            if (++reads.products < 3) throw new Error('not yet');
            return products('a');
          },
          rebuildAtStart: 'always',
        },
        settings: { source: () => (reads.settings++, products('b')), rebuildAtStart: 'always' },
      },
      checkInterval: '20ms',
    });
    services.push(late);
    const rebuilt = new Promise((resolve) => late.on('category.rebuilt', ({ of }) => of === 'products' && resolve(of)));
    await expect(late.start()).rejects.toThrow('not yet');
    await rebuilt;
    expect(reads).toEqual({ products: 3, settings: 1 });
    expect(await late.get('products', 'a')).toEqual({ name: 'a' });
  });

  it('rebuilds after a check what another process was rebuilding at the start, and died with', async () => {
    const source = jest.fn(() => products('a'));
    const options = { protected: { products: { source, rebuildAtStart: 'always' } } } as const;
    const lock = 'shop:m:lock:rebuild:products';
    await admin.set(lock, 'of a process that has died');
    const { service, alerts } = await given({ ...options, checkInterval: '20ms' });
    expect(source).not.toHaveBeenCalled();
    const rebuilt = new Promise((resolve) => service.on('category.rebuilt', resolve));
    await admin.del(lock);
    await rebuilt;
    expect(await service.get('products', 'a')).toEqual({ name: 'a' });
    expect(alerts.map(({ kind }) => kind)).not.toContain('rebuild failed');
  });

  it('leaves at the start to another process what that one has rebuilt since', async () => {
    let goOn = (): void => {};
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    const slow = await given({
      protected: {
        products: {
          source: async function* () {
            await waiting;
            yield ['a', 'slow'];
          },
        },
      },
    });
    const rebuilding = slow.service.rebuild('products');
    while (!(await admin.exists('shop:m:lock:rebuild:products'))) await admin.ping();
    const source = jest.fn(() => products('a'));
    const { service } = await given({
      protected: { products: { source, rebuildAtStart: 'always' } },
      checkInterval: '20ms',
    });
    goOn();
    await rebuilding;
    const { checks } = service.counts;
    while (service.counts.checks < checks + 3) await admin.ping();
    expect(await service.get('products', 'a')).toBe('slow');
    expect(source).not.toHaveBeenCalled();
  });

  it('ends a rebuild where it is closed, and leaves neither lock nor keys nor an alert', async () => {
    const { service, alerts } = await given({
      protected: {
        products: {
          source: async function* ({ signal }) {
            yield* Array.from({ length: 600 }, (_, each) => [String(each), each] as const);
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          },
        },
      },
    });
    const rebuilding = service.rebuild('products').catch((error: unknown) => error);
    while ((await admin.keys('shop:p:products:*')).length < 500) await admin.ping();
    await service.close();
    expect(await rebuilding).toMatchObject({ code: 'CACHE_CLOSED' });
    expect(await admin.keys('shop:p:*')).toEqual([]);
    expect(await admin.exists('shop:m:lock:rebuild:products')).toBe(0);
    expect(alerts.filter(({ kind }) => kind === 'rebuild failed')).toEqual([]);
    await expect(service.rebuild('products')).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
  });

  it('clears expendable categories under warning', async () => {
    await ballast();
    const { service, alerts } = await given();
    await service.storeProtected('products', 'a', 1);
    for (let each = 0; each < 50; each++) await service.storeEvictable('pages', each, 'x'.repeat(100_000));
    await service.storeEvictable('sessions', 'a', 1);
    const { usedBytes } = await service.stats();
    const { service: tight, alerts: heard } = await given({ limit: Math.round(usedBytes / 0.9) });
    expect(tight.report).toMatchObject({
      foundLevel: 'warning',
      stats: { level: 'normal' },
      relief: [{ step: 'clear', of: 'pages', keys: 50 }],
    });
    expect(await tight.get('sessions', 'a')).toBe(1);
    expect(heard.map(({ kind }) => kind)).toEqual(['warning']);
    expect(alerts).toEqual([]);
  });

  it('clears everything evictable under critical, looks again, and only then rebuilds', async () => {
    await ballast();
    let reads = 0;
    const source = () => {
      reads++;
      return products('a');
    };
    const { service } = await given({ protected: { products: { source } } });
    await service.rebuild('products');
    for (let each = 0; each < 50; each++) await service.storeEvictable('sessions', each, 'x'.repeat(100_000));
    const { usedBytes } = await service.stats();
    const options = { protected: { products: { source } } };
    const { service: tight } = await given({ ...options, limit: Math.round(usedBytes / 0.97) });
    expect(tight.report!.relief).toMatchObject([{ step: 'clear all', of: undefined, keys: 50 }]);
    expect([tight.report!.stats.level, reads]).toEqual(['normal', 1]);
    const left = (await service.stats()).usedBytes;
    const { service: tighter, alerts } = await given({ ...options, limit: Math.round(left / 0.97) });
    expect(tighter.report!.relief).toMatchObject([
      { step: 'clear all', keys: 0 },
      { step: 'rebuild', of: 'products', keys: 1 },
    ]);
    expect(reads).toBe(2);
    expect(await service.get('products', 'a')).toEqual({ name: 'a' });
    await tighter.check();
    expect(reads).toBe(2);
    expect(alerts.map(({ kind }) => kind)).toContain('critical');
    expect(alerts.filter(({ kind }) => kind === 'critical')).toHaveLength(1);
  });

  it('does not begin a rebuild that has no room beside what is there', async () => {
    await ballast();
    const source = () => Array.from({ length: 10 }, (_, n) => [`${n}`, 'x'.repeat(100_000)] as const);
    const { service } = await given({ protected: { products: { source } } });
    await service.rebuild('products');
    const { usedBytes } = await service.stats();
    const { service: tight, alerts } = await given({ protected: { products: { source } }, limit: usedBytes + 50_000 });
    expect(tight.report!.relief.map(({ step }) => step)).toEqual(['clear all']);
    expect(alerts.map(({ kind }) => kind)).toContain('no room to rebuild');
  });

  it('alerts where protected keys take more than their share', async () => {
    const { service } = await given();
    for (let each = 0; each < 100; each++) await service.storeProtected('products', each, 'x'.repeat(30_000));
    const { usedBytes } = await service.stats();
    const { service: tight, alerts } = await given({
      limit: Math.round(usedBytes / 0.8),
      thresholds: { protectedShare: 0.5 },
    });
    await tight.count();
    await tight.check();
    expect(alerts.map(({ kind }) => kind)).toEqual(['protected share']);
    expect(tight.report!.stats.protectedShare).toBeGreaterThan(0.5);
  });

  it('says that memory is full where a write fails for it', async () => {
    const small = await RedisServer.start('--maxmemory', '3mb', '--maxmemory-policy', 'volatile-lru');
    const service = new RedisMemoryService(connectRedis({ url: small.url }), {
      namespace: 'a',
      protected: { all: {} },
    });
    await service.start();
    const fill = async () => {
      for (let each = 0; each < 100; each++) await service.storeProtected('all', each, 'x'.repeat(50_000));
    };
    await expect(fill()).rejects.toMatchObject({ code: 'REDIS_FULL' });
    expect(await service.get('all', 0)).toBe('x'.repeat(50_000));
    await service.close();
    await small.stop();
  });

  it('warns at the start of a server that would evict protected keys, or has no limit', async () => {
    const unbounded = await RedisServer.start('--maxmemory-policy', 'allkeys-lru');
    const service = new RedisMemoryService(connectRedis({ url: unbounded.url }), { namespace: 'a' });
    const alerts: string[] = [];
    service.on('redis.alert', ({ message }) => alerts.push(message));
    await service.start();
    expect(alerts).toEqual([expect.stringMatching(/maxmemory is 0.*allkeys-lru, which evicts protected keys too/)]);
    expect(service.report!.stats).toMatchObject({ usage: undefined, level: 'normal' });
    await service.close();
    await unbounded.stop();
  });

  it('works without CONFIG, which managed servers refuse', async () => {
    const managed = await RedisServer.start('--rename-command', 'CONFIG', '');
    const service = new RedisMemoryService(connectRedis({ url: managed.url }), {
      namespace: 'a',
      protected: { all: { source: () => products('x') } },
      evictable: { some: { ttl: '1m' } },
    });
    await service.start();
    await service.storeEvictable('some', 'a', 1);
    await service.rebuild('all');
    expect(await service.count()).toMatchObject({ protected: { all: { keys: 1 } }, evictable: { some: { keys: 1 } } });
    await service.close();
    await managed.stop();
  });

  it('sets up once the server can be reached, where it could not be at the start', async () => {
    const late = await RedisServer.start('--maxmemory', '100mb', '--maxmemory-policy', 'noeviction');
    await late.kill();
    const service = new RedisMemoryService(connectRedis({ url: late.url }), {
      namespace: 'a',
      protected: { all: { source: () => products('x'), rebuildAtStart: 'always' } },
      checkInterval: '20ms',
    });
    const rebuilt = new Promise((resolve) => service.on('category.rebuilt', resolve));
    const alerts: string[] = [];
    service.on('redis.alert', ({ kind }) => alerts.push(kind));
    await service.start();
    await late.run();
    expect(await rebuilt).toMatchObject({ of: 'all', entries: 1 });
    expect(alerts).toEqual(['unreachable', 'set-up']);
    await service.close();
    await late.stop();
  });

  it('tells of a server that goes away, fails at once meanwhile, and goes on when it is back', async () => {
    const fragile = await RedisServer.start('--maxmemory', '100mb', '--maxmemory-policy', 'volatile-lru');
    const service = new RedisMemoryService(connectRedis({ url: fragile.url }), {
      namespace: 'a',
      protected: { all: {} },
    });
    const alerts: string[] = [];
    service.on('redis.alert', ({ kind }) => alerts.push(kind));
    await service.start();
    await fragile.kill();
    await expect(service.get('all', 'x')).rejects.toMatchObject({ code: 'REDIS_FAILED' });
    expect(await service.check()).toBeUndefined();
    expect(service.failure).toMatchObject({ code: 'REDIS_FAILED' });
    expect(alerts).toEqual(['unreachable']);
    await fragile.run();
    while (service.failure) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await service.check();
    }
    await service.storeProtected('all', 'x', 1);
    expect(await service.get('all', 'x')).toBe(1);
    await service.close();
    await fragile.stop();
  });
});

describe('RedisMemoryService, of a server that hangs', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['performance', 'queueMicrotask'] }));
  afterEach(() => void jest.useRealTimers());

  const told = async () => {
    const redis = new ToldRedis(100 * 2 ** 20);
    const service = new RedisMemoryService(redis, { namespace: 'shop', checkInterval: '1s' });
    const alerts: string[] = [];
    service.on('redis.alert', ({ kind, message }) => alerts.push(`${kind}: ${message}`));
    await service.start();
    return { redis, service, alerts };
  };

  it('tells of it after five seconds, and goes on once the server does', async () => {
    const { redis, service, alerts } = await told();
    redis.hangs = true;
    await jest.advanceTimersByTimeAsync(6_000);
    expect(service.failure).toMatchObject({ code: 'REDIS_FAILED' });
    expect(alerts).toEqual([expect.stringMatching(/^unreachable: .*INFO: .* within 5000 ms, found none/)]);
    redis.hangs = false;
    await jest.advanceTimersByTimeAsync(6_000);
    expect(service.failure).toBeUndefined();
    await service.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('has counted a check when that has ended, so that none is taken back', async () => {
    const { redis, service } = await told();
    redis.hangs = true;
    const checked = service.check();
    expect(service.counts).toMatchObject({ checks: 1, failedChecks: 0 });
    await jest.advanceTimersByTimeAsync(5_000);
    await checked;
    expect(service.counts).toMatchObject({ checks: 2, failedChecks: 1 });
  });

  it('is closed after five seconds at the longest, however many commands a check still has to send', async () => {
    const { redis, service } = await told();
    redis.usedBytes = 99 * 2 ** 20;
    const send = jest.spyOn(redis, 'send').mockImplementation(async (args) => {
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      return ToldRedis.prototype.send.call(redis, args);
    });
    void service.check();
    const closed = jest.fn();
    void service.close().then(closed);
    await jest.advanceTimersByTimeAsync(4_999);
    expect([send.mock.calls.at(-1)![0][0], closed.mock.calls.length]).toEqual(['SET', 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(closed).toHaveBeenCalled();
  });
});
