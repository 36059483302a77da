import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Test, type TestingModule } from '@nestjs/testing';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CacheMemoryModule } from './cache-memory.module.js';
import { MEMORY_CHECK_INTERVAL, MemoryCheckService } from './memory-check.service.js';

const start = async (...imports: NonNullable<Parameters<typeof Test.createTestingModule>[0]['imports']>) => {
  const module = await Test.createTestingModule({ imports }).compile();
  module.useLogger(false);
  return module.init();
};
const checksOf = (app: TestingModule) => app.get(MemoryCheckService, { strict: false }).report().checks;

describe('MemoryCheckService', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('checks once at bootstrap and then every 30 seconds', async () => {
    const app = await start(CacheMemoryModule.forRoot());
    expect(checksOf(app)).toBe(1);
    jest.advanceTimersByTime(29_999);
    expect(checksOf(app)).toBe(1);
    jest.advanceTimersByTime(60_001);
    expect(checksOf(app)).toBe(4);
    await app.close();
  });

  it('checks as often as it is told', async () => {
    const app = await start(CacheMemoryModule.forRoot({ memory: { checkInterval: '5s' } }));
    jest.advanceTimersByTime(10_000);
    expect(checksOf(app)).toBe(3);
    await app.close();
  });

  it('stands in the scheduler registry of an application that has one', async () => {
    const app = await start(ScheduleModule.forRoot(), CacheMemoryModule.forRoot());
    const registry = app.get(SchedulerRegistry, { strict: false });
    expect(MEMORY_CHECK_INTERVAL).toBe('cache-memory.check');
    expect(registry.doesExist('interval', MEMORY_CHECK_INTERVAL)).toBe(true);
    jest.advanceTimersByTime(30_000);
    expect(checksOf(app)).toBe(2);
    await app.close();
    expect(registry.doesExist('interval', MEMORY_CHECK_INTERVAL)).toBe(false);
  });

  it('ends where the application deletes it from the registry', async () => {
    const app = await start(ScheduleModule.forRoot(), CacheMemoryModule.forRoot());
    app.get(SchedulerRegistry, { strict: false }).deleteInterval(MEMORY_CHECK_INTERVAL);
    jest.advanceTimersByTime(120_000);
    expect(checksOf(app)).toBe(1);
    await app.close();
  });

  it('ends at shutdown', async () => {
    const app = await start(CacheMemoryModule.forRoot());
    await app.close();
    jest.advanceTimersByTime(1); // the tick of the clock
    expect(jest.getTimerCount()).toBe(0);
  });

  it('logs a check that throws, and makes the next one as planned', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const app = await start(CacheMemoryModule.forRoot());
    const failing = jest.spyOn(app.get(CacheMemory, { strict: false }), 'check').mockImplementationOnce(() => {
      throw new Error('broken probe');
    });
    jest.advanceTimersByTime(30_000);
    expect(logged).toHaveBeenCalledWith(
      expect.stringContaining('check failed'),
      expect.objectContaining({ message: 'broken probe' }),
    );
    jest.advanceTimersByTime(30_000);
    expect(failing).toHaveBeenCalledTimes(2);
    expect(checksOf(app)).toBe(2);
    await app.close();
  });

  it('does not check within a check', async () => {
    const app = await start(CacheMemoryModule.forRoot());
    const service = app.get(MemoryCheckService, { strict: false });
    const memory = app.get(CacheMemory, { strict: false });
    let inner = 0;
    memory.on('memory.checked', () => (inner = service.check().checks));
    expect(service.check().checks).toBe(2);
    expect(inner).toBe(2);
    await app.close();
  });

  it('drops what has expired at every check', async () => {
    const app = await start(CacheMemoryModule.forRoot({ ttl: '10s', maxEntries: 10 }));
    const memory = app.get(CacheMemory, { strict: false });
    memory.region().set('key', 'value');
    jest.advanceTimersByTime(30_000);
    expect(memory.region().stats()).toMatchObject({ entries: 0, removals: { expired: 1 } });
    await app.close();
  });
});
