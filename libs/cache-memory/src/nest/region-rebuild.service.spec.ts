import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { RecoverySource } from '../sources/recovery-source.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CacheMemoryModule } from './cache-memory.module.js';

const start = async (source: RecoverySource) => {
  const drugs = { region: 'drugs', maxEntries: 10, source, rebuildAtStart: true };
  const imports = [CacheMemoryModule.forRoot(), CacheMemoryModule.forFeature([drugs])];
  return Test.createTestingModule({ imports }).compile();
};

describe('RegionRebuildService', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('rebuilds before the application listens, and logs what was left out', async () => {
    const module = await start(async function* ({ skip }) {
      yield ['aspirin', 100];
      skip({ line: 3, reason: 'no dose' });
    });
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const app = await module.init();
    expect(app.get(CacheMemory, { strict: false }).region('drugs').peek('aspirin')).toBe(100);
    expect(warn).toHaveBeenCalledWith("Region 'drugs': its source left out 1: line 3: no dose");
    await app.close();
  });

  it('keeps the application from starting where the source fails', async () => {
    const error = new Error('no disk');
    const app = await start(() => {
      throw error;
    });
    await expect(app.init()).rejects.toBe(error);
  });
});
