import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CacheMemory, CacheMemoryModule } from 'nestjs-cache-memory';
import { failure, givenFolder, givenRows, removeFolders, visits } from '../../test/given-store.js';
import { ResultStore } from '../store/result-store.js';
import { ResultStoreModule } from './result-store.module.js';

afterAll(removeFolders);

@Injectable()
class Trials {
  constructor(readonly store: ResultStore) {}

  async run(patients: number): Promise<string> {
    await using writer = await this.store.create('trial', { schema: visits });
    await writer.write(givenRows(patients));
    return (await writer.complete()).id;
  }
}

@Module({ providers: [Trials] })
class TrialsModule {}

describe('the module of the result store', () => {
  it('gives every module its store, and closes it with the application', async () => {
    const root = ResultStoreModule.forRoot({ directory: givenFolder(), worker: false, memorySubjects: 2 });
    const app = await Test.createTestingModule({ imports: [root, TrialsModule] }).compile();
    await app.init();
    const trials = app.get(Trials);
    {
      await using set = await trials.store.open(await trials.run(3));
      expect(set.info).toMatchObject({ kind: 'parquet', rows: 9 });
    }
    await app.close();
    expect((await failure(() => trials.run(1))).code).toBe('STORE_CLOSED');
  });

  it('lets the memory check of nestjs-cache-memory say when memory is short', async () => {
    const relaxed = { isRelaxed: true };
    const root = ResultStoreModule.forRootAsync({
      inject: [CacheMemory],
      useFactory: (memory: CacheMemory) => {
        expect(memory.isRelaxed).toBe(true);
        return { directory: givenFolder(), worker: false, memory: relaxed };
      },
    });
    const app = await Test.createTestingModule({
      imports: [CacheMemoryModule.forRoot(), root, TrialsModule],
    }).compile();
    await app.init();
    const trials = app.get(Trials);
    await using before = await trials.store.open(await trials.run(3));
    relaxed.isRelaxed = false;
    await using after = await trials.store.open(await trials.run(3));
    expect([before.info.kind, after.info.kind]).toEqual(['memory', 'parquet']);
    await app.close();
  });

  it('refuses wrong options where they are written', async () => {
    expect((await failure(() => ResultStoreModule.forRoot({ maxWriter: 1 } as never))).code).toBe('UNKNOWN_OPTION');
  });
});
