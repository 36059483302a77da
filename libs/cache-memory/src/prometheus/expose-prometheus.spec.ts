import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { AggregatorRegistry, Counter, Registry } from 'prom-client';
import { CacheMemoryModule } from '../nest/cache-memory.module.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CachePrometheusModule } from './cache-prometheus.module.js';
import { exposePrometheus } from './expose-prometheus.js';

async function valuesOf(registry: Pick<Registry, 'getMetricsAsJSON'>, name: string): Promise<Record<string, number>> {
  const metric = (await registry.getMetricsAsJSON()).find((each) => each.name === name)!;
  return Object.fromEntries(metric.values.map(({ labels, value }) => [Object.values(labels).join(' '), value]));
}

function writeOpenMetrics(registry: Registry): void {
  (registry as unknown as Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>).setContentType(
    Registry.OPENMETRICS_CONTENT_TYPE,
  );
}

async function usedCaches(): Promise<CacheMemory> {
  const memory = new CacheMemory({ regions: [{ region: 'models', maxEntries: 2, maxBytes: 100, weigher: () => 7 }] });
  const models = memory.region<string, number>('models');
  for (const key of ['a', 'b', 'c', 'c']) await models.getOrCreate(key, () => 1);
  await models.getOrCreate('d', () => Promise.reject(new Error('no'))).catch(() => {});
  return memory;
}

describe('the metrics in a registry of prom-client', () => {
  it('are what the caches counted and hold', async () => {
    const registry = new Registry();
    exposePrometheus(await usedCaches(), registry);
    expect(await valuesOf(registry, 'cache_gets_total')).toMatchObject({ 'models hit': 1, 'models miss': 4 });
    expect(await valuesOf(registry, 'cache_loads_total')).toMatchObject({ 'models success': 3, 'models failure': 1 });
    expect(await valuesOf(registry, 'cache_evictions_total')).toMatchObject({ 'models size': 1, 'models pressure': 0 });
    expect(await valuesOf(registry, 'cache_size')).toMatchObject({ models: 2, default: 0 });
    expect(await valuesOf(registry, 'cache_weight_bytes')).toMatchObject({ models: 14 });
    expect(await valuesOf(registry, 'cache_memory_pressure_level')).toEqual({ '': 0 });
  });

  it('have a histogram of load times whose buckets are cumulative and end in the count', async () => {
    const registry = new Registry();
    exposePrometheus(await usedCaches(), registry);
    const text = await registry.getSingleMetricAsString('cache_load_duration_seconds');
    expect(text).toContain('cache_load_duration_seconds_bucket{cache="models",le="+Inf"} 3');
    expect(text).toContain('cache_load_duration_seconds_count{cache="models"} 3');
    expect(text).toContain('# TYPE cache_load_duration_seconds histogram');
  });

  it('have no labels but cache, result, cause and the bucket bound', async () => {
    const registry = new Registry();
    exposePrometheus(await usedCaches(), registry);
    const names = (await registry.getMetricsAsJSON()).flatMap(({ values }) =>
      values.flatMap((each) => Object.keys(each.labels)),
    );
    expect([...new Set(names)].sort()).toEqual(['cache', 'cause', 'le', 'result']);
  });

  it('tell freshness, leases, disposals and the budget too', async () => {
    const registry = new Registry();
    const memory = new CacheMemory({ maxEntries: 5, negativeTtl: '1m', dispose: () => undefined });
    const cache = memory.region<string, object>();
    await cache.getOrCreate('none', () => Promise.reject(new Error('no'))).catch(() => {});
    await cache.getOrCreate('none', () => Promise.reject(new Error('no'))).catch(() => {});
    const lease = await cache.acquire('leased', () => ({}));
    await cache.getOrCreate('gone', () => ({}));
    cache.delete('gone');
    cache.delete('leased');
    exposePrometheus(memory, registry);
    expect(await valuesOf(registry, 'cache_negative_hits_total')).toEqual({ default: 1 });
    expect(await valuesOf(registry, 'cache_stale_serves_total')).toEqual({ default: 0 });
    expect(await valuesOf(registry, 'cache_leases')).toEqual({ default: 1 });
    expect(await valuesOf(registry, 'cache_doomed')).toEqual({ default: 1 });
    expect(await valuesOf(registry, 'cache_disposals_total')).toEqual({ 'default success': 1, 'default failure': 0 });
    const { bytes, shares } = memory.report().budget;
    expect(await valuesOf(registry, 'cache_memory_budget_bytes')).toEqual({ '': bytes });
    expect(await valuesOf(registry, 'cache_budget_share_bytes')).toEqual(shares);
    lease.release();
    await memory.close();
  });

  it('quote region names that would break out of their label', async () => {
    const registry = new Registry();
    exposePrometheus(new CacheMemory({ name: 'a"} 1\ncache_size{cache="b' }), registry);
    expect(await registry.getSingleMetricAsString('cache_size')).toContain(
      '{cache="a\\"} 1\\ncache_size{cache=\\"b"} 0',
    );
  });

  it('leave out a bound that does not exist', async () => {
    const registry = new Registry();
    exposePrometheus(await usedCaches(), registry);
    expect(Object.keys(await valuesOf(registry, 'cache_max_weight_bytes'))).toContain('models');
    exposePrometheus(new CacheMemory({ maxEntries: 5 }), new Registry());
  });

  it('take one snapshot a scrape, however many metrics there are', async () => {
    const registry = new Registry();
    const memory = await usedCaches();
    let snapshots = 0;
    const snapshot = memory.snapshot.bind(memory);
    memory.snapshot = () => (snapshots++, snapshot());
    exposePrometheus(memory, registry);
    await registry.metrics();
    await registry.metrics();
    expect(snapshots).toBe(2);
  });

  it('are written in the form of OpenMetrics too', async () => {
    const registry = new Registry();
    writeOpenMetrics(registry);
    exposePrometheus(await usedCaches(), registry);
    const text = await registry.metrics();
    expect(text).toContain('# TYPE cache_gets counter');
    expect(text).toContain('cache_gets_total{cache="models",result="hit"} 1');
  });

  it('are added up over the processes of a cluster, but for shares and levels: of those the highest counts', async () => {
    const processes = [new Registry(), new Registry()];
    for (const registry of processes) exposePrometheus(await usedCaches(), registry);
    const cluster = AggregatorRegistry.aggregate(await Promise.all(processes.map((each) => each.getMetricsAsJSON())));
    expect(await valuesOf(cluster, 'cache_size')).toMatchObject({ models: 4 });
    expect(await valuesOf(cluster, 'cache_gets_total')).toMatchObject({ 'models miss': 8 });
    expect(await valuesOf(cluster, 'cache_utilization_ratio')).toMatchObject({ models: 1 });
  });

  it('are refused where the registry has metrics of these names, and then none is added', async () => {
    const registry = new Registry();
    new Counter({ name: 'cache_loads_total', help: 'another one', registers: [registry] });
    expect(() => exposePrometheus(new CacheMemory(), registry)).toThrow(/cache_loads_total/);
    expect(registry.getMetricsAsArray()).toHaveLength(1);
  });

  it('leave the registry when the caches are closed, and another application may come', async () => {
    const registry = new Registry();
    const memory = await usedCaches();
    exposePrometheus(memory, registry);
    await memory.close();
    expect(registry.getMetricsAsArray()).toEqual([]);
    const hide = exposePrometheus(new CacheMemory(), registry);
    expect(registry.getMetricsAsArray()).not.toEqual([]);
    hide();
    expect(registry.getMetricsAsArray()).toEqual([]);
  });

  it('leave a registry of OpenMetrics whole too, once they were written', async () => {
    const registry = new Registry();
    writeOpenMetrics(registry);
    const memory = await usedCaches();
    const hide = exposePrometheus(memory, registry);
    await registry.metrics();
    hide();
    expect(registry.getMetricsAsArray()).toEqual([]);
    exposePrometheus(memory, registry);
    expect(await registry.metrics()).toContain('cache_gets_total{cache="models",result="hit"} 1');
  });

  it('come with CachePrometheusModule, and leave with the application', async () => {
    const registry = new Registry();
    const imports = [CacheMemoryModule.forRoot(), CachePrometheusModule.forRoot({ registry })];
    const application = await Test.createTestingModule({ imports }).compile();
    await application.init();
    expect(await registry.metrics()).toContain('cache_size{cache="default"} 0');
    await application.close();
    expect(registry.getMetricsAsArray()).toEqual([]);
  });
});
