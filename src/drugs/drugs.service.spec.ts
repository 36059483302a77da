import { beforeEach, describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from 'nestjs-cache-memory';
import { ModelCatalogue } from '../models/model-catalogue.js';
import type { Drug } from './drug.js';
import { DrugsService } from './drugs.service.js';

let cache: MethodInstanceCache<string, Drug>;
let service: DrugsService;

beforeEach(async () => {
  cache = new MethodInstanceCache<string, Drug>({ maxEntries: 100 });
  service = new DrugsService(cache, new ModelCatalogue());
  await service.onModuleInit();
});

describe('DrugsService', () => {
  it('holds the table as protected entries', async () => {
    const entries = [...cache.entries()];
    expect(entries.length).toBeGreaterThanOrEqual(8);
    expect(entries.every((entry) => entry.protected)).toBe(true);
    expect((await service.all()).map(({ name }) => name)).toEqual(entries.map(({ key }) => key));
  });

  it('rebuilds from the table what is gone, protected again', async () => {
    const before = await service.find('warfarin');
    cache.clear();
    expect(await service.find('warfarin')).toEqual(before);
    expect([...cache.entries()].map(({ key, protected: isProtected }) => [key, isProtected])).toEqual([
      ['warfarin', true],
    ]);
  });

  it('answers an unknown name with 404 and the nearest one', async () => {
    await expect(service.find('warfarine')).rejects.toThrow("found 'warfarine'; did you mean 'warfarin'?");
    await expect(service.find('constructor')).rejects.toMatchObject({ status: 404 });
  });
});
