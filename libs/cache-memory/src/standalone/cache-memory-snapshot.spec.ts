import { describe, expect, it } from '@jest/globals';
import { CacheMemory } from './cache-memory.js';

function application(): CacheMemory {
  return new CacheMemory({
    regions: [
      { region: 'models', maxEntries: 2 },
      { region: '__proto__', maxEntries: 5 },
    ],
  });
}

describe('CacheMemorySnapshot', () => {
  it('holds every region by its name, whatever the name is', () => {
    const { regions } = application().snapshot();
    expect(Object.keys(regions)).toEqual(['default', 'models', '__proto__']);
  });

  it('adds up what the regions counted and hold', async () => {
    const memory = application();
    const models = memory.region<string, number>('models');
    await models.getOrCreate('a', () => 1);
    memory.region().set('b', 2, { protected: true });
    models.get('a');
    memory.region().get('x');
    const { total } = memory.snapshot();
    expect(total).toMatchObject({ gets: 3, hits: 1, misses: 2, loads: 1, entries: 2, protectedEntries: 1 });
    expect(total.hitRate).toBeCloseTo(1 / 3);
    expect(total.evictableEntries).toBe(1);
    expect(total.loadTimeCounts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('subtracts an earlier one: what was counted meanwhile, with the rates of that time', () => {
    const memory = application();
    const models = memory.region<string, number>('models');
    models.get('a');
    const before = memory.snapshot();
    for (const key of ['a', 'b', 'c']) models.set(key, 1);
    models.get('c');
    const { regions, total, elapsedMs } = memory.snapshot().since(before);
    expect(regions['models']).toMatchObject({ gets: 1, hits: 1, hitRate: 1, insertions: 3, evictions: 1 });
    expect(regions['models']!.removals.size).toBe(1);
    expect(total).toMatchObject({ gets: 1, insertions: 3 });
    expect(elapsedMs).toBeGreaterThanOrEqual(0);
  });

  it('counts from the beginning where a region is new, and from the reset where counters were reset', () => {
    const memory = application();
    memory.region('models').get('a');
    memory.region('models').get('b');
    const before = memory.snapshot();
    memory.region('models').resetStats();
    memory.region('models').get('c');
    memory.addRegion({ region: 'late', maxEntries: 1 }).get('d');
    const { regions } = memory.snapshot().since(before);
    expect(regions['models']!.misses).toBe(1);
    expect(regions['late']!.misses).toBe(1);
  });

  it('is plain data, as JSON too', () => {
    const snapshot = application().snapshot();
    const { regions, memory, total } = JSON.parse(JSON.stringify(snapshot)) as typeof snapshot;
    expect(regions['models']).toMatchObject({ region: 'models', maxEntries: 2, hits: 0 });
    expect(memory.level).toBe(snapshot.memory.level);
    expect(total).toMatchObject({ entries: snapshot.total.entries, gets: snapshot.total.gets });
  });
});
