import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { MemoryReport } from '../../pressure/memory-report.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import type { CacheMemoryModuleOptions } from '../cache-memory.module-definition.js';
import { CacheMemoryModule } from '../cache-memory.module.js';
import { MemoryLogger } from './memory.logger.js';

const LEVELS = ['log', 'warn', 'error', 'debug'] as const;

/** An application, and the lines of its log by level. */
async function start(options: CacheMemoryModuleOptions = {}) {
  const lines = Object.fromEntries(LEVELS.map((level) => [level, [] as string[]])) as Record<
    (typeof LEVELS)[number],
    string[]
  >;
  for (const level of LEVELS) {
    jest.spyOn(Logger.prototype, level).mockImplementation((text: unknown) => void lines[level].push(String(text)));
  }
  app = await Test.createTestingModule({ imports: [CacheMemoryModule.forRoot(options)] }).compile();
  await app.init();
  return { lines, memory: app.get(CacheMemory) };
}

let app: TestingModule | undefined;

describe('the log of the caches', () => {
  afterEach(async () => {
    await app?.close();
    jest.restoreAllMocks();
  });

  it('begins with the limits that were found, what follows from them, and every bound', async () => {
    const { lines } = await start({ regions: [{ region: 'models', maxEntries: 10 }] });
    expect(lines.log.filter((line) => line.startsWith('Memory limits'))).toEqual([
      expect.stringMatching(
        /^Memory limits: heap \d+ MB \(Node's heap limit\).*; \w+ is the nearest to its limit; levels warning 0.8, eviction 0.9, critical 0.95 of it; all caches may hold \d+ MB now; checked every 30 s$/,
      ),
    ]);
    expect(lines.log).toContainEqual(
      expect.stringMatching(
        /^Cache limits: default 1000 entries and \d+ MB \(chosen by the memory limit, since no bound was given\); models 10 entries$/,
      ),
    );
  });

  it('says a limit that was given, and bounds that were', async () => {
    const { lines } = await start({ maxEntries: 5, memory: { limit: '8GB' } });
    expect(lines.log.join('\n')).toContain('configured 8192 MB (the option memory.limit)');
    expect(lines.log).toContain('Cache limits: default 5 entries');
  });

  it('has one line for a change of the level, though an alert tells the same', async () => {
    const { lines, memory } = await start({ memory: { limit: 1_000 } });
    memory.check();
    expect(lines.warn.filter((line) => line.includes('pressure'))).toEqual([
      expect.stringMatching(
        /^Memory pressure normal -> critical: source=configured usage=[\d.]+ usedBytes=\d+ limitBytes=1000 tookMs=[\d.]+$/,
      ),
    ]);
  });

  it('says when pressure is gone, as information', async () => {
    const { lines, memory } = await start();
    const listeners: ((report: MemoryReport) => void)[] = [];
    const told = { on: (name: string, listener: never) => name === 'pressure.changed' && listeners.push(listener) };
    new MemoryLogger(told as never).onModuleInit();
    for (const tell of listeners) tell({ ...memory.report(), previousLevel: 'warning', level: 'normal' });
    expect(lines.log).toContainEqual(expect.stringMatching(/^Memory pressure warning -> normal: source=heap usage=0/));
  });

  it('has one line for each step of relief: what, how much, how long; never a key', async () => {
    const { lines, memory } = await start();
    memory.region().set('secret', 'value');
    memory.configureMemory({ limit: 1_000 });
    memory.check();
    expect(lines.log.concat(lines.debug)).toContainEqual(
      expect.stringMatching(/^Memory relief: step=\w+ of=default entries=1 bytes=\d+ ms=[\d.]+ level=critical$/),
    );
    expect(Object.values(lines).flat().join('\n')).not.toContain('secret');
  });

  it('has one line for an eviction that was asked for', async () => {
    const { lines, memory } = await start({ maxEntries: 5 });
    memory.region().set('secret', 'value');
    memory.evict(1);
    expect(lines.log).toContainEqual(
      expect.stringMatching(/^Requested eviction: of="all regions" entries=1 bytes=\d+ ms=[\d.]+$/),
    );
  });

  it('says what the audit of heap and container finds, once', async () => {
    const finding = {
      code: 'CONTAINER_HALF_UNUSED',
      text: 'half is unused',
      remedy: 'start Node with a flag',
    } as const;
    jest.spyOn(CacheMemory.prototype, 'audit').mockReturnValue([finding]);
    const { lines, memory } = await start();
    memory.check();
    expect(lines.warn.filter((line) => line.includes('audit'))).toEqual([
      'Memory audit: half is unused; start Node with a flag',
    ]);
  });

  it('says that a listener failed', async () => {
    const { lines, memory } = await start();
    memory.on('memory.checked', () => {
      throw new Error('listener');
    });
    memory.check();
    expect(lines.error).toEqual(['A listener of CacheMemory failed']);
  });

  it('tells each entry at debug with its key where that is wanted, and never its value', async () => {
    const { lines, memory } = await start({ logEntries: true, maxEntries: 1 });
    const cache = memory.region<string, string>();
    cache.set('a', 'hidden');
    cache.set('b', 'hidden');
    await cache.getOrCreate('c', () => Promise.reject(new Error('no such file'))).catch(() => {});
    expect(lines.debug).toEqual([
      expect.stringMatching(
        /^Entry removed: region=default key="'a'" cause=size weight=\d+ costMs=0 ageMs=[\d.]+ accesses=0$/,
      ),
      `Load failed: region=default key="'c'" error="Error no such file"`,
    ]);
    expect(Object.values(lines).flat().join('\n')).not.toContain('hidden');
  });

  it('tells no entry unless that is wanted', async () => {
    const { lines, memory } = await start({ maxEntries: 1 });
    memory.region().set('a', 1);
    memory.region().set('b', 1);
    expect(lines.debug).toEqual([]);
  });
});
