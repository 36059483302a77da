import { afterEach, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { CacheMemory } from './cache-memory.js';
import type { CacheMemoryOptions } from './cache-memory-options.js';

let memory: CacheMemory | undefined;
const given = (options: CacheMemoryOptions = {}) => (memory = new CacheMemory(options));
const regions = [
  { region: 'a', maxEntries: 1_000 },
  { region: 'b', maxEntries: 1_000 },
];
const fill = (name: string, count: number) => {
  for (let each = 0; each < count; each++) memory!.region(name).set(each, Buffer.alloc(10_000));
};

describe('CacheMemory', () => {
  afterEach(() => memory?.close());

  it('measures values of regions without a weigher', () => {
    given({ regions }).region('a').set('key', 'x'.repeat(1_000));
    expect(memory!.region('a').weight).toBeGreaterThan(1_000);
  });

  it('shows a visitor every region, those that are declared later too, until it has seen enough', () => {
    const seen: string[] = [];
    const end = given({ regions }).eachRegion(({ region }) => seen.push(region));
    memory!.addRegion({ region: 'later', maxEntries: 1 });
    end();
    memory!.addRegion({ region: 'unseen', maxEntries: 1 });
    expect(seen).toEqual(['default', 'a', 'b', 'later']);
  });

  it('reports the budget, what is held of it and each share', () => {
    given({ regions });
    fill('a', 10);
    const { budget } = memory!.check();
    expect(budget.heldBytes).toBeGreaterThan(100_000);
    expect(budget.bytes).toBeGreaterThan(budget.heldBytes);
    expect(Object.keys(budget.shares)).toEqual(['default', 'a', 'b']);
  });

  it('evicts a share or bytes, from all regions or one, and leaves what is protected', () => {
    given({ regions });
    fill('a', 100);
    fill('b', 100);
    memory!.region('b').set('guarded', Buffer.alloc(10_000), { protected: true });
    expect(memory!.evict(0.5).entries).toBeGreaterThanOrEqual(100);
    expect(memory!.region('a').size).toBe(50);
    memory!.evict('100%', 'a');
    expect([memory!.region('a').size, memory!.region('b').size]).toEqual([0, 51]);
    expect(memory!.evict('100KB', 'b').weight).toBeGreaterThanOrEqual(100 * 1_024);
    memory!.evict('1GB');
    expect(memory!.region('b').size).toBe(1);
    expect(memory!.region('a').stats().removals.pressure).toBe(100);
  });

  it('evicts all that may leave where the share is all, also what weighs nothing', async () => {
    given({ regions });
    for (let key = 0; key < 20; key++) memory!.region('a').set(key, null);
    memory!.region('b').set('guarded', null, { protected: true });
    expect(memory!.region('a').weight).toBe(0);
    expect(memory!.evict(1).entries).toBe(20);
    memory!.region('a').set('x', true);
    expect(await memory!.evictGently('100%')).toMatchObject({ entries: 1 });
    expect(memory!.region('b').size).toBe(1);
  });

  it('evicts the same gently, with turns of the event loop between its slices', async () => {
    given({
      regions: [
        { region: 'a', maxEntries: 10_000 },
        { region: 'b', maxEntries: 10 },
      ],
    });
    fill('a', 5_000);
    fill('b', 5);
    const told: unknown[] = [];
    memory!.on('memory.evicted', (evicted) => told.push(evicted));
    const evicting = memory!.evictGently('50%');
    let turns = 0;
    const turn = setInterval(() => turns++, 0);
    const { entries, weight } = await evicting;
    clearInterval(turn);
    expect([memory!.region('a').size, memory!.region('b').size, entries]).toEqual([2_500, 2, 2_503]);
    expect(told).toMatchObject([{ region: undefined, entries, weight }]);
    await expect(memory!.evictGently('half')).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(memory!.evictGently(1, 'c')).rejects.toMatchObject({ code: 'UNKNOWN_REGION' });
  });

  it('changes limit and thresholds while it is in use, or nothing where the change is wrong', () => {
    given({ regions });
    memory!.configureMemory({ limit: '1GB', thresholds: { warning: 0.5 } });
    expect(memory!.memory).toMatchObject({ limitBytes: 2 ** 30, thresholds: { warning: 0.5, eviction: 0.9 } });
    expect(memory!.check().readings.map(({ source }) => source)).toContain('configured');
    const error = caught(() => memory!.configureMemory({ thresholds: { warning: 0.99 } }));
    expect(error.code).toBe('INVALID_OPTION');
    memory!.configureMemory({ limit: 'auto', forceCollection: false, deferHeapAbort: false });
    expect(memory!.memory).toMatchObject({
      limitBytes: undefined,
      thresholds: { warning: 0.5 },
      forceCollection: false,
      deferHeapAbort: false,
    });
    memory!.configureMemory({ limit: '2GB' });
    expect(memory!.memory).toMatchObject({ forceCollection: false, deferHeapAbort: false });
  });

  it('asks registered reclaimers when memory is short, until they are taken away', () => {
    given({ regions, memory: { limit: 1_000 } });
    const asked: number[] = [];
    const forget = memory!.register({
      name: 'other',
      estimateBytes: () => 500,
      reclaim: (bytes) => (asked.push(bytes), 0),
    });
    memory!.check();
    expect(new Set(asked)).toEqual(new Set([500]));
    const before = asked.length;
    forget();
    memory!.check();
    expect(asked).toHaveLength(before);
    expect(caught(() => memory!.register({ name: 'half' } as never)).code).toBe('INVALID_OPTION');
  });

  it('alerts once a minute, and rests from work ahead of need', async () => {
    given({ regions });
    const alerts: string[] = [];
    memory!.on('memory.alert', ({ kind, message }) => alerts.push(`${kind}: ${message}`));
    expect(memory!.isRelaxed).toBe(true);
    memory!.configureMemory({ limit: 1_000 });
    memory!.check();
    memory!.check();
    expect(memory!.isRelaxed).toBe(false);
    expect((await memory!.region('a').warmUp([1, 2], () => 'value')).loaded).toBe(0);
    expect(alerts).toEqual([expect.stringMatching(/^critical: Memory pressure normal -> critical: configured at/)]);
  });

  it.each([
    ['a promise above the bound', { minBytes: '2MB', maxBytes: '1MB' }],
    ['a source that is no function', { maxEntries: 1, source: [] }],
    ['a priority that is none', { maxEntries: 1, priority: 'huge' }],
  ])('refuses %s', (_what, options) => {
    expect(caught(() => given({ regions: [{ region: 'a', ...options } as never] })).code).toBe('INVALID_OPTION');
  });
});
