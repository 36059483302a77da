import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import { HealthCheckService, type HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { CacheMemoryModule } from '../nest/cache-memory.module.js';
import type { MemoryReport } from '../pressure/memory-report.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { jsonCodec } from '../tiers/codecs/json-codec.js';
import { CacheMemoryHealthIndicator } from './cache-memory.health.js';
import { CacheMemoryHealthModule } from './cache-memory-health.module.js';

const startWith = async (usage: number, level: MemoryReport['level']) => {
  const app = await Test.createTestingModule({
    imports: [TerminusModule, CacheMemoryHealthModule, CacheMemoryModule.forRoot()],
  }).compile();
  app.useLogger(false);
  await app.init();
  const memory = app.get(CacheMemory, { strict: false });
  const report = { ...memory.report(), usage, level, usedBytes: usage * 1_000, limitBytes: 1_000 };
  jest.spyOn(memory, 'report').mockReturnValue(report);
  const indicator = app.get(CacheMemoryHealthIndicator, { strict: false });
  return { app, memory, indicator, health: app.get(HealthCheckService, { strict: false }) };
};

describe('CacheMemoryHealthIndicator', () => {
  it('says up with usage, limit, level and hit rate while memory is normal', async () => {
    const { app, memory, indicator } = await startWith(0.5, 'normal');
    memory.region().set('a', 1);
    memory.region().get('a');
    memory.region().get('b');
    expect(indicator.check('cache_memory')).toEqual({
      cache_memory: {
        status: 'up',
        usage: 0.5,
        usedBytes: 500,
        limitBytes: 1_000,
        source: 'heap',
        level: 'normal',
        hitRate: 0.5,
        checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    });
    await app.close();
  });

  it('says degraded, with an overall status of degraded, once the last check found pressure', async () => {
    const { app, indicator, health } = await startWith(0.83, 'warning');
    const result = await health.check([() => indicator.check('cache_memory')]);
    expect(result.status).toBe('degraded');
    expect(result.details['cache_memory']).toMatchObject({ status: 'degraded', level: 'warning' });
    await app.close();
  });

  it('says degraded, and which, where a tier is broken', async () => {
    const { app, memory, indicator } = await startWith(0.5, 'normal');
    const region = memory.addRegion({
      region: 'spilled',
      maxEntries: 1,
      tier: { place: { open: () => Promise.reject(new Error('gone')) }, codec: jsonCodec },
    });
    expect(await region.getOrCreate('a', () => 1)).toBe(1);
    expect(indicator.check('m')['m']).toMatchObject({ status: 'degraded', brokenTiers: ['spilled'] });
    await app.close();
  });

  it('follows the share that it is given', async () => {
    const { app, indicator } = await startWith(0.7, 'normal');
    expect(indicator.check('m', { degradedAt: 0.6 })['m']).toMatchObject({ status: 'degraded' });
    expect(indicator.check('m', { degradedAt: 0.75 })['m']).toMatchObject({ status: 'up' });
    await app.close();
  });

  it('says down only when asked for', async () => {
    const { app, indicator } = await startWith(0.99, 'critical');
    expect(indicator.check('m')['m']).toMatchObject({ status: 'degraded' });
    expect(indicator.check('m', { downAt: 0.98 })['m']).toMatchObject({ status: 'down' });
    await app.close();
  });

  it('says up with degraded: true on Terminus 11', async () => {
    const { app, memory } = await startWith(0.85, 'warning');
    const session = {
      up: (details: object) => ({ m: { status: 'up', ...details } }),
      down: (details: object) => ({ m: { status: 'down', ...details } }),
    };
    const terminus11 = { check: () => session } as unknown as HealthIndicatorService;
    expect(new CacheMemoryHealthIndicator(terminus11, memory).check('m')['m']).toMatchObject({
      status: 'up',
      degraded: true,
      level: 'warning',
    });
    await app.close();
  });

  it('never throws: a wrong option or a failing report is a down with a message', async () => {
    const { app, memory, indicator } = await startWith(0.5, 'normal');
    expect(indicator.check('m', { degradedAt: 80 })['m']).toMatchObject({
      status: 'down',
      message: expect.stringContaining('degradedAt: expected a share of the limit above 0 and at most 1, found 80'),
    });
    jest.spyOn(memory, 'report').mockImplementation(() => {
      throw new Error('no report');
    });
    expect(indicator.check('m')['m']).toMatchObject({ status: 'down', message: 'no report' });
    await app.close();
  });
});
