import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { observed } from '../../test/observed-meter.js';
import { CacheMemoryModule } from '../nest/cache-memory.module.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CacheOpenTelemetryModule } from './cache-opentelemetry.module.js';
import { exposeOpenTelemetry } from './expose-opentelemetry.js';

describe('the instruments on an OpenTelemetry meter', () => {
  it('observe what the caches counted and hold', async () => {
    const { reader, provider } = observed();
    const memory = new CacheMemory({ maxEntries: 1 });
    exposeOpenTelemetry(memory, provider.getMeter('test'));
    await memory.region<string, number>().getOrCreate('a', () => 1);
    await memory.region<string, number>().getOrCreate('b', () => 1);
    memory.region().get('b');
    expect(await reader.points('cache.requests')).toEqual({ 'default hit': 1, 'default miss': 2 });
    expect(await reader.points('cache.evictions')).toMatchObject({ 'default size': 1 });
    expect(await reader.points('cache.entries')).toEqual({ default: 1 });
    expect(await reader.points('cache.load.time')).toHaveProperty('default');
    expect(await reader.points('cache.memory.pressure_level')).toEqual({ '': 0 });
  });

  it('take one snapshot a collection', async () => {
    const { reader, provider } = observed();
    const memory = new CacheMemory();
    let snapshots = 0;
    const snapshot = memory.snapshot.bind(memory);
    memory.snapshot = () => (snapshots++, snapshot());
    exposeOpenTelemetry(memory, provider.getMeter('test'));
    await reader.collect();
    expect(snapshots).toBe(1);
  });

  it('are observed no more once the caches are closed', async () => {
    const { reader, provider } = observed();
    const memory = new CacheMemory();
    exposeOpenTelemetry(memory, provider.getMeter('test'));
    await memory.close();
    expect(await reader.points('cache.entries')).toEqual({});
  });

  it('come with CacheOpenTelemetryModule', async () => {
    const { reader, provider } = observed();
    const meter = provider.getMeter('test');
    const imports = [CacheMemoryModule.forRoot(), CacheOpenTelemetryModule.forRoot({ meter })];
    const application = await Test.createTestingModule({ imports }).compile();
    await application.init();
    expect(await reader.points('cache.entries')).toEqual({ default: 0 });
    await application.close();
  });
});
