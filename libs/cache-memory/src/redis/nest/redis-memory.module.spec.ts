import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { describeRedis, RedisServer } from '../../../test/describe-redis.js';
import { RedisMemoryHealthIndicator } from '../../health/redis-memory.health.js';
import { RedisMemoryHealthModule } from '../../health/redis-memory-health.module.js';
import { RedisMemoryService } from '../memory/redis-memory-service.js';
import { RedisMemoryModule } from './redis-memory.module.js';
import type { RedisMemoryModuleOptions } from './redis-memory.module-definition.js';

let server: RedisServer;
const options = (): RedisMemoryModuleOptions => ({
  connection: { url: server.url },
  namespace: 'shop',
  protected: { drugs: { source: () => [['aspirin', 100]], rebuildAtStart: 'always' } },
});
const start = async (module: ReturnType<typeof RedisMemoryModule.forRoot>) => {
  const app = await Test.createTestingModule({ imports: [TerminusModule, RedisMemoryHealthModule, module] }).compile();
  app.useLogger(false);
  await app.init();
  return {
    app,
    memory: app.get(RedisMemoryService),
    indicator: app.get(RedisMemoryHealthIndicator, { strict: false }),
  };
};

describeRedis('RedisMemoryModule', () => {
  beforeAll(
    async () => void (server = await RedisServer.start('--maxmemory', '50mb', '--maxmemory-policy', 'volatile-lru')),
  );
  afterAll(() => server?.stop());

  it('gives a service that is connected and rebuilt, and its health', async () => {
    const { app, memory, indicator } = await start(RedisMemoryModule.forRoot(options()));
    expect(await memory.get('drugs', 'aspirin')).toBe(100);
    const health = await app.get(HealthCheckService, { strict: false }).check([() => indicator.check()]);
    expect(health.details['redis_memory']).toMatchObject({
      status: 'up',
      level: 'normal',
      policy: 'volatile-lru',
      maxBytes: 50 * 2 ** 20,
      usage: expect.any(Number),
    });
    expect(indicator.check('redis', { degradedAt: 0.000_1 })['redis']).toMatchObject({ status: 'degraded' });
    expect(indicator.check('redis', { downAt: 0.000_1 })['redis']).toMatchObject({ status: 'down' });
    expect(indicator.check('redis', { downAt: 7 })['redis']).toMatchObject({
      status: 'down',
      message: expect.any(String),
    });
    await app.close();
  });

  it('takes its options from a factory, and a client of the application, which stays open', async () => {
    const client = await server.connect();
    const { connection: _, ...rest } = options();
    const { app, memory } = await start(RedisMemoryModule.forRootAsync({ useFactory: () => ({ ...rest, client }) }));
    expect(await memory.get('drugs', 'aspirin')).toBe(100);
    await app.close();
    expect(await client.ping()).toBe('PONG');
  });

  it('starts where no server answers, and says so in its health', async () => {
    const nobody = { url: 'redis://127.0.0.1:1' };
    const { app, indicator } = await start(RedisMemoryModule.forRoot({ ...options(), connection: nobody }));
    expect(indicator.check('redis')['redis']).toMatchObject({ status: 'down', message: expect.any(String) });
    await app.close();
  });
});

describe('RedisMemoryModule without a connection', () => {
  it('says what it needs', async () => {
    const starting = start(RedisMemoryModule.forRoot({ namespace: 'shop' }));
    await expect(starting).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
