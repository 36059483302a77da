import { afterEach, describe, expect, it } from '@jest/globals';
import { caught } from '../../test/caught.js';
import { turns } from '../../test/turns.js';
import type { Duration } from '../engine/options/duration.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { jsonCodec } from '../tiers/codecs/json-codec.js';
import { MemoryPlace } from '../tiers/memory-place.js';
import type { ChaosFault, ChaosOptions } from './chaos-plan.js';
import { ChaosPlace } from './chaos-place.js';
import { Simulation } from './simulation.js';

let memory: CacheMemory | undefined;
afterEach(() => memory?.close());

/** A region of one entry, so that a second one spills the first. */
function given(options: ChaosOptions = {}, timeout: Duration = '10ms') {
  const kept = new MemoryPlace();
  const chaos = new ChaosPlace(kept, options);
  const tier = { place: chaos, codec: jsonCodec, timeout };
  memory = new CacheMemory({ regions: [{ region: 'r', maxEntries: 1, tier }] }, new Simulation());
  return { chaos, kept, cache: memory.region<string, string>('r') };
}

/** What asking for `a` brings: what was kept, or what is made anew. */
async function recall({ cache }: Pick<ReturnType<typeof given>, 'cache'>): Promise<string> {
  return await cache.getOrCreate('a', () => 'made anew');
}

async function turnUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await turns();
}

describe('ChaosPlace', () => {
  it('is the place behind it as long as nothing is told to go wrong', async () => {
    const { chaos, cache } = given();
    cache.set('a', 'kept');
    cache.set('b', 'other');
    await cache.tierSettled();
    expect(await recall({ cache })).toBe('kept');
    expect(chaos.faults).toEqual([]);
    expect(chaos.calls.some((call) => call.startsWith('recall:'))).toBe(true);
  });

  it.each<ChaosFault>(['fails', 'hangs', 'damages'])('leaves a miss where a recall %s', async (fault) => {
    const { chaos, cache } = given();
    cache.set('a', 'kept');
    cache.set('b', 'other');
    await cache.tierSettled();
    chaos.fault = fault;
    expect(await recall({ cache })).toBe('made anew');
    expect(chaos.faults.some((each) => each.startsWith(`${fault} recall:`))).toBe(true);
    chaos.fault = undefined;
  });

  it('lets a call go on that waits, once it is released', async () => {
    const { chaos, kept, cache } = given({}, '1h');
    chaos.fault = 'waits';
    cache.set('a', 'kept');
    cache.set('b', 'other');
    await turnUntil(() => chaos.waiting > 0);
    expect(kept.snapshots('r').size).toBe(0);
    chaos.fault = undefined;
    expect(chaos.release()).toBeGreaterThan(0);
    await turnUntil(() => kept.snapshots('r').size === 1);
    expect(chaos.waiting).toBe(0);
  });

  it('goes wrong with the same calls for the same seed, with about as many as said, and with every fault', async () => {
    const faults = async (seed: number) => {
      const chaos = new ChaosPlace(new MemoryPlace(), { rate: 0.3, seed, faults: ['fails', 'damages'] });
      const tier = await chaos.open('r', { changed: () => {}, cleared: () => {}, answers: () => {} });
      for (let call = 0; call < 1_000; call++) await tier.recall(`${call}`).catch(() => {});
      return chaos.faults;
    };
    const one = await faults(1);
    expect(await faults(1)).toEqual(one);
    expect(await faults(2)).not.toEqual(one);
    expect(one.length).toBeGreaterThan(250);
    expect(one.length).toBeLessThan(350);
    expect(new Set(one.map((fault) => fault.split(' ')[0]))).toEqual(new Set(['fails', 'damages']));
  });

  it('leaves alone the operations that are not named', async () => {
    const chaos = new ChaosPlace(new MemoryPlace(), { rate: 1, faults: ['fails'], operations: ['forget'] });
    const tier = await chaos.open('r', { changed: () => {}, cleared: () => {}, answers: () => {} });
    await expect(tier.recall('a')).resolves.toBeUndefined();
    await expect(tier.forget('a')).rejects.toThrow('chaos: forget:a fails');
  });

  it('is never noticed by who asks, whatever goes wrong', async () => {
    const { chaos, cache } = given({ rate: 0.5, seed: 3, faults: ['fails', 'damages'] });
    for (let round = 0; round < 300; round++) {
      const key = `k${round % 5}`;
      expect(await cache.getOrCreate(key, () => key)).toBe(key);
    }
    expect(chaos.faults.length).toBeGreaterThan(20);
  });

  it('refuses what it cannot do', () => {
    const refusal = (options: object) => caught(() => new ChaosPlace(new MemoryPlace(), options)).code;
    expect(refusal({ rate: 2 })).toBe('INVALID_OPTION');
    expect(refusal({ faults: [] })).toBe('INVALID_OPTION');
    expect(refusal({ faults: ['explodes'] })).toBe('INVALID_OPTION');
    expect(refusal({ seed: 1.5 })).toBe('INVALID_OPTION');
    expect(refusal({ often: 1 })).toBe('UNKNOWN_OPTION');
  });
});
