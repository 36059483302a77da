import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DroppingProxy } from '../../../../../test/native/support/dropping-proxy.mjs';
import { describeRedis, RedisServer } from '../../../test/describe-redis.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { jsonCodec } from '../../tiers/codecs/json-codec.js';
import type { Tier, TierPeers } from '../../tiers/tier.js';
import { redisPlace } from './redis-place.js';
import type { RedisPlaceOptions } from './redis-place-options.js';

let server: RedisServer;
let proxy: DroppingProxy | undefined;
let loads: number;
const opened: CacheMemory[] = [];
type Cache = MethodInstanceCache<string, string>;

/** A cache of a process of its own, as far as Redis can tell. */
const process = async (
  options: Partial<RedisPlaceOptions> = {},
  spill: 'stored' | 'evicted' = 'stored',
): Promise<Cache> => {
  const place = redisPlace({ connection: { url: server.url }, ...options });
  const memory = new CacheMemory({
    regions: [{ region: 'users', maxEntries: 100, tier: { place, codec: jsonCodec, spill, timeout: '10s' } }],
  });
  opened.push(memory);
  const cache = memory.region<string, string>('users');
  await cache.getOrCreate('first', () => 'made while it connects');
  return cache;
};
const load = (value: string) => () => {
  loads++;
  return value;
};
const test = { isOver: false };
const until = async (holds: () => unknown): Promise<void> => {
  while (!test.isOver && !(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
};
/** Resolves once a cache has a value in memory: a change that was made before may be told late, and drop it once more. */
const holds = async (cache: Cache, key: string, value: string, make: () => string = () => 'none'): Promise<void> => {
  await until(async () => (await cache.getOrCreate(key, make)) === value && cache.peek(key) === value);
};
const isKept = async (key: string) => {
  const client = await server.connect();
  const has = await client.exists(`cache:t:users:k:s${key}`);
  client.destroy();
  return has === 1;
};
const trackedConnections = async () => {
  const client = await server.connect();
  const list = await client.clientList();
  client.destroy();
  return list.filter(({ flags }) => flags.includes('t')).length;
};

describeRedis('redisPlace', () => {
  beforeEach(async () => {
    server = await RedisServer.start();
    loads = 0;
    test.isOver = false;
  });
  afterEach(async () => {
    test.isOver = true;
    server.signal('SIGCONT');
    await Promise.all(opened.splice(0).map((memory) => memory.close()));
    proxy?.stop();
    await server.stop();
  });

  it('shares what one process has loaded', async () => {
    const [one, other] = [await process(), await process()];
    await one.getOrCreate('a', load('first'));
    await until(() => isKept('a'));
    expect(await other.getOrCreate('a', load('second'))).toBe('first');
    await holds(other, 'a', 'first', load('second'));
    expect(loads).toBe(1);
  });

  it('drops from memory what another process has changed, and gives its value', async () => {
    const [one, other] = [await process(), await process()];
    await one.getOrCreate('a', load('first'));
    await until(() => isKept('a'));
    await holds(other, 'a', 'first', load('second'));
    one.set('a', 'changed');
    await until(async () => (await other.getOrCreate('a', load('from its loader'))) === 'changed');
    expect(loads).toBe(1);
  });

  it('drops what another process has deleted, even where Redis never had it', async () => {
    const [one, other] = [await process({}, 'evicted'), await process({}, 'evicted')];
    await one.getOrCreate('a', load('one'));
    await other.getOrCreate('a', load('other'));
    expect(other.peek('a')).toBe('other'); // nobody has written it yet
    expect(await isKept('a')).toBe(false);
    one.delete('a');
    await until(() => other.peek('a') === undefined);
  });

  it('invalidates tags in every process, and nothing else', async () => {
    const [one, other] = [await process(), await process()];
    await one.getOrCreate('a', load('a'), { tags: ['x'] });
    await one.getOrCreate('b', load('b'), { tags: ['y'] });
    await until(async () => (await isKept('a')) && (await isKept('b')));
    await holds(other, 'a', 'a', load('a'));
    await holds(other, 'b', 'b', load('b'));
    one.invalidate('x');
    await until(async () => (await other.getOrCreate('a', load('anew'))) === 'anew');
    expect(await other.getOrCreate('b', load('anew'))).toBe('b');
    expect(loads).toBe(3);
  });

  it('clears a region in every process', async () => {
    const [one, other] = [await process(), await process()];
    await one.getOrCreate('a', load('a'));
    await until(() => isKept('a'));
    await holds(other, 'a', 'a', load('a'));
    one.clear();
    await until(async () => (await other.getOrCreate('a', load('anew'))) === 'anew');
    expect(loads).toBe(2);
  });

  it('keeps nothing that was written before a clearing reached the writer', async () => {
    const place = redisPlace({ connection: { url: server.url } });
    const told: unknown[] = [];
    const peers: TierPeers = { changed: () => {}, cleared: (tags) => told.push(tags), answers: () => {} };
    const [tier, other] = [
      await place.open('r', peers),
      await redisPlace({ connection: { url: server.url } }).open('r', peers),
    ];
    const snapshot = (text: string) => ({ bytes: Buffer.from(text), tags: ['x'], expiresAt: Infinity });
    await tier.spill('a', snapshot('one')); // it knows now how often was cleared
    told.length = 0;
    await Promise.all([other.clear(['x']), tier.spill('a', snapshot('late'))]);
    await until(() => told.length > 0);
    expect(await tier.recall('a')).toBeUndefined();
    await tier.spill('a', snapshot('new'));
    expect(Buffer.from((await tier.recall('a'))!).toString()).toBe('new');
    await tier.close();
    await other.close();
  });

  describe('where Redis has lost what was cleared', () => {
    const NOBODY: TierPeers = { changed: () => {}, cleared: () => {}, answers: () => {} };
    const snapshot = (text: string) => ({ bytes: Buffer.from(text), tags: ['x'], expiresAt: Infinity });
    const lose = async () => {
      const client = await server.connect();
      expect(await client.del('cache:t:r:c')).toBe(1);
      client.destroy();
    };
    const tiers: Tier[] = [];
    const open = async () => {
      const tier = await redisPlace({ connection: { url: server.url } }).open('r', NOBODY);
      tiers.push(tier);
      return tier;
    };
    afterEach(() => Promise.all(tiers.splice(0).map((tier) => tier.close())));

    it('gives nothing of what was kept before, and what is kept from then on', async () => {
      const [one, other] = [await open(), await open()];
      await one.spill('a', snapshot('cleared'));
      await one.clear(['x']);
      await lose();
      const late = await open();
      expect(await late.recall('a')).toBeUndefined();
      await until(async () => {
        await one.spill('a', snapshot('new'));
        return (await other.recall('a'))?.toString() === 'new';
      });
      expect((await late.recall('a'))?.toString()).toBe('new');
    });

    it('does not count as before from the next clearing on', async () => {
      const one = await open();
      await one.clear();
      await one.spill('a', snapshot('old'));
      await lose();
      const late = await open();
      await late.clear(['y']);
      expect(await late.recall('a')).toBeUndefined();
      await lose();
      await late.clear();
      expect(await (await open()).recall('a')).toBeUndefined();
    });
  });

  it('drops everything when all keys of the server are flushed', async () => {
    const one = await process();
    await one.getOrCreate('a', load('a'));
    await until(() => isKept('a'));
    expect(one.peek('a')).toBe('a');
    await (await server.connect()).flushAll();
    await until(() => one.peek('a') === undefined);
  });

  it('drops what it has in memory when the server is killed, goes on without it, and reads fresh when it is back', async () => {
    const [one, other] = [await process(), await process()];
    await one.getOrCreate('a', load('first'));
    await until(() => isKept('a'));
    await holds(other, 'a', 'first');
    await server.kill();
    await until(() => other.peek('a') === undefined);
    expect(await other.getOrCreate('a', load('second'))).toBe('second');
    await server.run();
    await until(() => other.peek('a') === undefined); // what others changed meanwhile went unheard
    expect(await other.getOrCreate('a', load('third'))).toBe('third');
  });

  it('notices a server that hangs, drops what it has in memory, and goes on without it', async () => {
    const one = await process();
    await one.getOrCreate('a', load('first'));
    await until(() => isKept('a'));
    server.signal('SIGSTOP');
    await until(() => one.peek('a') === undefined);
    expect(await one.getOrCreate('a', load('second'))).toBe('second');
    server.signal('SIGCONT');
    await until(() => one.peek('a') === undefined);
    expect(await one.getOrCreate('a', load('third'))).toBe('third');
    await until(async () => (await trackedConnections()) === 1); // and never two
  });

  it('reads fresh after a cut during which a value changed', async () => {
    proxy = await DroppingProxy.start(server.port);
    const cut = await process({ connection: { url: `redis://127.0.0.1:${proxy.port}` } });
    const other = await process();
    await other.getOrCreate('a', load('first'));
    await until(() => isKept('a'));
    await holds(cut, 'a', 'first');
    proxy.isDropping = true;
    other.set('a', 'changed');
    await until(() => cut.peek('a') === undefined);
    expect(await cut.getOrCreate('a', load('own'))).toBe('own'); // no request fails
    await until(() => proxy!.cut > 1); // it has tried to connect again
    proxy.isDropping = false;
    await until(async () => {
      other.set('b', 'told');
      return (await cut.getOrCreate('b', load('own'))) === 'told'; // it is connected, and reads what others write
    });
    expect(cut.peek('a')).toBeUndefined();
    other.set('a', 'changed again');
    await holds(cut, 'a', 'changed again', () => 'changed again');
  });

  it('serves what it has for as long as it may while changes go unheard', async () => {
    const patient = await process({ staleWindow: '1h' });
    await patient.getOrCreate('a', load('first'));
    await until(() => isKept('a'));
    const impatient = await process();
    await holds(impatient, 'a', 'first');
    await server.kill();
    await until(() => impatient.peek('a') === undefined);
    expect(patient.peek('a')).toBe('first');
    await server.run();
    await until(() => patient.peek('a') === undefined); // changes may have been missed
  });
});

describe('redisPlace', () => {
  it.each([
    ['no connection', {}, 'INVALID_OPTION'],
    ['a namespace with a colon', { connection: {}, namespace: 'a:b' }, 'INVALID_OPTION'],
    ['a time in which no network answers', { connection: {}, hangTimeout: '10ms' }, 'INVALID_OPTION'],
    ['a wrong duration', { connection: {}, staleWindow: -1 }, 'INVALID_OPTION'],
    ['an unknown option', { connection: {}, ttl: 1 }, 'UNKNOWN_OPTION'],
  ])('refuses %s', (_, options, code) => {
    expect(() => redisPlace(options as never)).toThrow(expect.objectContaining({ code }));
  });
});
