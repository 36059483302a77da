import { Global, Module } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { observed } from '../../test/observed-meter.js';
import { ToldRedis } from '../../test/told-redis.js';
import { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { exposeRedisOpenTelemetry } from './expose-redis-opentelemetry.js';
import { RedisOpenTelemetryModule } from './redis-opentelemetry.module.js';

describe('the instruments of a Redis on an OpenTelemetry meter', () => {
  it('come with RedisOpenTelemetryModule, and observe what its last check found', async () => {
    const { reader, provider } = observed();
    const redis = new ToldRedis(1_000);
    redis.usedBytes = 960;
    redis.keys = ['shop:p:products:0:a'];
    const memory = new RedisMemoryService(redis, { namespace: 'shop', protected: { products: {} }, countShare: 1 });
    @Global()
    @Module({ providers: [{ provide: RedisMemoryService, useValue: memory }], exports: [RedisMemoryService] })
    class GivenRedis {}
    const imports = [GivenRedis, RedisOpenTelemetryModule.forRoot({ meter: provider.getMeter('test') })];
    const application = await Test.createTestingModule({ imports }).compile();
    await application.init();
    await memory.count();
    await memory.check();
    expect(await reader.points('cache.redis.usage')).toEqual({ '': 960 });
    expect(await reader.points('cache.redis.pressure_level')).toEqual({ '': 2 });
    expect(await reader.points('cache.redis.category.keys')).toEqual({ 'protected products': 1 });
    expect(await reader.points('cache.redis.checks')).toEqual({ success: 1, failure: 0 });
    await memory.close();
    await application.close();
  });

  it('are observed no more once the service is closed', async () => {
    const { reader, provider } = observed();
    const memory = new RedisMemoryService(new ToldRedis(1_000), { namespace: 'shop' });
    exposeRedisOpenTelemetry(memory, provider.getMeter('test'));
    await memory.check();
    await memory.close();
    expect(await reader.points('cache.redis.up')).toEqual({});
  });
});
