import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { AggregatorRegistry, Registry } from 'prom-client';
import { ToldRedis } from '../../test/told-redis.js';
import { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { exposeRedisPrometheus } from './expose-redis-prometheus.js';
import { RedisPrometheusModule } from './redis-prometheus.module.js';

function failing(): Iterable<readonly [string, number]> {
  throw new Error('no source today');
}

function given(): { redis: ToldRedis; memory: RedisMemoryService; registry: Registry } {
  const redis = new ToldRedis(1_000);
  const memory = new RedisMemoryService(redis, {
    namespace: 'shop',
    protected: { products: { source: failing } },
    evictable: { pages: { ttl: '1m', expendable: true } },
    countShare: 1,
  });
  const registry = new Registry();
  exposeRedisPrometheus(memory, registry);
  return { redis, memory, registry };
}

async function samples(registry: Registry): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the metrics of a Redis in a registry of prom-client', () => {
  it('are what its last check found, and the last count by category', async () => {
    const { redis, memory, registry } = given();
    redis.keys = ['shop:p:products:0:a', 'shop:p:products:0:b', 'shop:e:pages:/'];
    redis.usedBytes = 600;
    await memory.count();
    await memory.check();
    expect(await samples(registry)).toEqual(
      expect.arrayContaining([
        'cache_redis_up 1',
        'cache_redis_used_bytes 600',
        'cache_redis_limit_bytes 1000',
        'cache_redis_usage_ratio 0.6',
        'cache_redis_pressure_level 0',
        'cache_redis_fragmentation_ratio 1.25',
        'cache_redis_protected_ratio 0.2',
        'cache_redis_keys{class="protected"} 2',
        'cache_redis_keys{class="evictable"} 1',
        'cache_redis_category_keys{class="protected",category="products"} 2',
        'cache_redis_category_bytes{class="evictable",category="pages"} 100',
        'cache_redis_evicted_keys_total 7',
        'cache_redis_checks_total{result="success"} 1',
        'cache_redis_checks_total{result="failure"} 0',
      ]),
    );
    await memory.close();
  });

  it('count what relief cleared, rebuilds that failed, and checks that did not reach the server', async () => {
    const { redis, memory, registry } = given();
    redis.keys = ['shop:e:pages:/', 'shop:e:pages:/a'];
    redis.usedBytes = 900;
    await memory.check();
    await memory.rebuild('products').catch(() => {});
    redis.isReachable = false;
    await memory.check();
    expect(await samples(registry)).toEqual(
      expect.arrayContaining([
        'cache_redis_up 0',
        'cache_redis_used_bytes 0',
        'cache_redis_cleared_keys_total 2',
        'cache_redis_rebuilds_total{result="success"} 0',
        'cache_redis_rebuilds_total{result="failure"} 1',
        'cache_redis_checks_total{result="success"} 1',
        'cache_redis_checks_total{result="failure"} 1',
      ]),
    );
    await memory.close();
  });

  it('tell once what processes of a cluster know of one server, and add up what each did', async () => {
    const processes = [given(), given()];
    for (const { redis, memory } of processes) {
      redis.usedBytes = 600;
      await memory.check();
    }
    processes[1]!.redis.isReachable = false;
    await processes[1]!.memory.check();
    const told = await Promise.all(processes.map(({ registry }) => registry.getMetricsAsJSON()));
    expect(await samples(AggregatorRegistry.aggregate(told))).toEqual(
      expect.arrayContaining([
        'cache_redis_up 0',
        'cache_redis_used_bytes 600',
        'cache_redis_evicted_keys_total 7',
        'cache_redis_checks_total{result="success"} 2',
        'cache_redis_checks_total{result="failure"} 1',
      ]),
    );
    for (const { memory } of processes) await memory.close();
  });

  it('say before the first check that the server was not reached, and nothing of what it holds', async () => {
    const { memory, registry } = given();
    const found = await samples(registry);
    expect(found).toContain('cache_redis_up 0');
    expect(found.filter((line) => /bytes|ratio|keys\{|timestamp/.test(line))).toEqual([]);
    await memory.close();
  });

  it('ask the server nothing', async () => {
    const { redis, memory, registry } = given();
    await memory.check();
    redis.send = () => Promise.reject(new Error('asked'));
    expect(await samples(registry)).toContain('cache_redis_up 1');
    await memory.close();
  });

  it('are refused where they stand already, and leave when the service is closed', async () => {
    const { memory, registry } = given();
    expect(() => exposeRedisPrometheus(memory, registry)).toThrow(/cache_redis_up/);
    await memory.close();
    expect(registry.getMetricsAsArray()).toEqual([]);
  });

  it('come with RedisPrometheusModule', async () => {
    const memory = new RedisMemoryService(new ToldRedis(1_000), { namespace: 'shop' });
    const registry = new Registry();
    @Global()
    @Module({ providers: [{ provide: RedisMemoryService, useValue: memory }], exports: [RedisMemoryService] })
    class GivenRedis {}
    const imports = [GivenRedis, RedisPrometheusModule.forRoot({ registry })];
    const application = await Test.createTestingModule({ imports }).compile();
    await application.init();
    expect(await samples(registry)).toContain('cache_redis_up 0');
    await application.close();
    await memory.close();
    expect(registry.getMetricsAsArray()).toEqual([]);
  });
});
