import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { CacheMemory } from '../../standalone/cache-memory.js';
import type { CacheMemoryModuleOptions } from '../cache-memory.module-definition.js';
import { CacheMemoryModule } from '../cache-memory.module.js';
import { findMisuses, type RegionUse } from './find-misuses.js';

const GIB = 2 ** 30;
const use = (change: Partial<RegionUse> = {}): RegionUse => ({
  region: 'models',
  isDeclared: true,
  retention: 'strong',
  hasPrimitives: false,
  maxBytes: undefined,
  gets: 20_000,
  answered: 10_000,
  insertions: 10_000,
  ...change,
});
const codes = (regions: RegionUse[], rest: { containerLimitBytes?: number; hearsSignals?: boolean } = {}) =>
  findMisuses({ regions, containerLimitBytes: undefined, hearsSignals: undefined, ...rest }).map(({ code }) => code);

describe('findMisuses', () => {
  it('finds nothing in an application that is well', () => {
    expect(codes([use({ maxBytes: GIB })], { containerLimitBytes: GIB, hearsSignals: true })).toEqual([]);
  });

  it('finds that signals end the process without its end being told', () => {
    expect(codes([], { hearsSignals: false })).toEqual(['NO_SHUTDOWN_HOOKS']);
  });

  it('finds a bound above what the container allows', () => {
    expect(codes([use({ maxBytes: 2 * GIB })], { containerLimitBytes: GIB })).toEqual(['MAX_BYTES_ABOVE_LIMIT models']);
  });

  it.each(['weak', 'soft'] as const)('finds primitives in a %s region', (retention) => {
    expect(codes([use({ retention, hasPrimitives: true })])).toEqual(['PRIMITIVES_HELD_WEAKLY models']);
    expect(codes([use({ retention })])).toEqual([]);
  });

  it('finds a declared region that nobody uses while the others are used', () => {
    const idle = { region: 'forgotten', gets: 0, answered: 0, insertions: 0 };
    expect(codes([use(), use(idle)])).toEqual(['UNUSED_REGION forgotten']);
    expect(codes([use({ gets: 9_999 }), use(idle)])).toEqual([]);
    expect(codes([use(), use({ ...idle, insertions: 1 })])).toEqual([]);
    expect(codes([use(), use({ ...idle, isDeclared: false })])).toEqual([]);
  });

  it('finds a region with hardly a hit, once it has been asked often enough', () => {
    expect(codes([use({ gets: 10_000, answered: 99 })])).toEqual(['HARDLY_A_HIT models']);
    expect(codes([use({ gets: 10_000, answered: 100 })])).toEqual([]);
    expect(codes([use({ gets: 9_999, answered: 0 })])).toEqual([]);
  });

  it('says of each what to do', () => {
    const facts = { regions: [use({ answered: 3 })], containerLimitBytes: undefined, hearsSignals: false };
    const [signals, hits] = findMisuses(facts);
    expect(signals!.remedy).toBe('call app.enableShutdownHooks() in main.ts');
    expect(hits!.text).toBe("region 'models' answered 3 of 20000 look-ups");
  });
});

describe('the log of common mistakes', () => {
  let app: TestingModule | undefined;

  async function start(options: CacheMemoryModuleOptions = {}) {
    const warnings: string[] = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text: unknown) => void warnings.push(String(text)));
    app = await Test.createTestingModule({ imports: [CacheMemoryModule.forRoot(options)] }).compile();
    await app.init();
    return { warnings, memory: app.get(CacheMemory) };
  }

  afterEach(async () => {
    await app?.close();
    jest.restoreAllMocks();
  });

  it('warns once that nobody listens to signals, and not while the application starts', async () => {
    jest.spyOn(process, 'listenerCount').mockReturnValue(0);
    const { warnings, memory } = await start();
    expect(warnings.join()).not.toContain('SIGTERM');
    for (let check = 0; check < 3; check++) memory.check();
    expect(warnings.filter((line) => line.includes('call app.enableShutdownHooks() in main.ts'))).toHaveLength(1);
  });

  it('says nothing of signals where the application has shutdown hooks', async () => {
    const { warnings, memory } = await start();
    app!.enableShutdownHooks();
    memory.check();
    memory.check();
    expect(warnings.join()).not.toContain('SIGTERM');
  });

  it('warns of primitives in a weak region, and of a region that hardly ever answers', async () => {
    const { warnings, memory } = await start({ regions: [{ region: 'names', maxEntries: 5, retention: 'weak' }] });
    memory.region('names').set('a', 'text');
    for (let key = 0; key < 10_000; key++) memory.region().get(key);
    memory.check();
    const line = "Common mistake PRIMITIVES_HELD_WEAKLY: region 'names' is 'weak' and holds primitives";
    expect(warnings).toContainEqual(expect.stringContaining(line));
    expect(warnings).toContainEqual(expect.stringContaining("region 'default' answered 0 of 10000 look-ups"));
  });
});
