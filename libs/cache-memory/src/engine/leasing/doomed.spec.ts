import { describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from '../method-instance-cache.js';

interface Model {
  readonly bytes: number;
  disposals: number;
}

const given = () => {
  const cache = new MethodInstanceCache<string, Model>({
    maxEntries: 10,
    weigher: ({ bytes }) => bytes,
    dispose: (model) => void model.disposals++,
  });
  const acquire = (key: string, bytes: number) => cache.acquire(key, () => ({ bytes, disposals: 0 }));
  const doomed = () => [cache.stats().doomed, cache.stats().doomedWeight];
  return { cache, acquire, doomed };
};
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('instances that have left while they are leased', () => {
  it('hold their bytes until each is disposed', async () => {
    const { cache, acquire, doomed } = given();
    const light = await acquire('light', 10);
    const heavy = await acquire('heavy', 200);
    expect(doomed()).toEqual([0, 0]);
    cache.clear();
    expect(doomed()).toEqual([2, 210]);
    light.release();
    await settled();
    expect(doomed()).toEqual([1, 200]);
    heavy.release();
    await settled();
    expect(doomed()).toEqual([0, 0]);
  });

  it('hold nothing any more once they are stored again', async () => {
    const { cache, acquire, doomed } = given();
    const lease = await acquire('a', 10);
    await acquire('b', 200);
    cache.clear();
    cache.set('a', lease.value);
    expect(doomed()).toEqual([1, 200]);
    lease.release();
    await settled();
    expect([cache.peek('a')!.disposals, doomed()]).toEqual([0, [1, 200]]);
  });

  it('are disposed once, though a copy of them under another key stays leased', async () => {
    const { cache, acquire, doomed } = given();
    const lease = await acquire('a', 10);
    const { value } = lease;
    cache.set('b', value);
    cache.delete('a');
    expect(doomed()).toEqual([0, 0]);
    lease.release();
    await settled();
    expect(value.disposals).toBe(0);
    cache.delete('b');
    await settled();
    expect([value.disposals, doomed()]).toEqual([1, [0, 0]]);
  });
});
