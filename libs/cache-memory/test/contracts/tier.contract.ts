import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/tiers/snapshot.js';
import type { Tier } from '../../src/tiers/tier.js';

const snapshot = (text: string, tags: readonly string[] = [], expiresAt = Infinity): Snapshot => ({
  bytes: Buffer.from(text),
  tags,
  expiresAt,
});

/** What every place holds to; `open` opens the tier of a region in a place that is new for each test. */
export function describeTier(name: string, makePlace: () => Promise<(region: string) => Promise<Tier>>): void {
  const text = async (tier: Tier, key: string): Promise<string | undefined> => {
    const bytes = await tier.recall(key);
    return bytes && Buffer.from(bytes).toString();
  };

  describe(`the tier ${name}`, () => {
    it('gives back the bytes that were kept last, whole', async () => {
      const tier = await (await makePlace())('r');
      expect(await tier.recall('a')).toBeUndefined();
      await tier.spill('a', snapshot('one'));
      await tier.spill('a', snapshot('two'));
      expect(await text(tier, 'a')).toBe('two');
      await tier.close();
    });

    it('keeps keys and regions apart, whatever characters they have', async () => {
      const open = await makePlace();
      const keys = [
        '',
        'a',
        'A',
        'a/b',
        '../a',
        'a\u0000b',
        'ä',
        'a\u0308',
        '🙂',
        'x'.repeat(5_000),
        'con',
        '.',
        '%2e',
      ];
      const one = await open('r');
      const other = await open('R/../r');
      for (const key of keys) await one.spill(key, snapshot(`1${key}`));
      await other.spill('a', snapshot('2'));
      for (const key of keys) expect(await text(one, key)).toBe(`1${key}`);
      expect(await text(other, 'a')).toBe('2');
      await other.clear();
      expect(await text(one, 'a')).toBe('1a');
      await one.close();
      await other.close();
    });

    it('keeps nothing and much, small and large', async () => {
      const tier = await (await makePlace())('r');
      for (const length of [0, 1, 4_000, 70_000, 3_000_000]) {
        const bytes = new Uint8Array(length).fill(length % 251);
        await tier.spill(`k${length}`, { bytes, tags: [], expiresAt: Infinity });
        expect(Buffer.compare(Buffer.from((await tier.recall(`k${length}`))!), bytes)).toBe(0);
      }
      await tier.spill('k3000000', snapshot('small again'));
      expect(await text(tier, 'k3000000')).toBe('small again');
      await tier.close();
    });

    it('does not change when the bytes do that it was given or gave', async () => {
      const tier = await (await makePlace())('r');
      const bytes = Buffer.from('abc');
      await tier.spill('a', { bytes, tags: [], expiresAt: Infinity });
      bytes.fill(0);
      expect(await text(tier, 'a')).toBe('abc');
      await tier.close();
    });

    it('forgets a key, and does not mind one that it never had', async () => {
      const tier = await (await makePlace())('r');
      await tier.spill('a', snapshot('one'));
      await tier.forget('a');
      await tier.forget('b');
      expect(await tier.recall('a')).toBeUndefined();
      await tier.close();
    });

    it('forgets what carries a tag, and nothing else', async () => {
      const tier = await (await makePlace())('r');
      await tier.spill('a', snapshot('a', ['x', 'y']));
      await tier.spill('b', snapshot('b', ['y']));
      await tier.spill('c', snapshot('c', ['z']));
      await tier.spill('d', snapshot('d', ['x']));
      await tier.spill('d', snapshot('d without a tag'));
      await tier.clear(['x', 'nobody has this']);
      expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => text(tier, key)))).toEqual([
        undefined,
        'b',
        'c',
        'd without a tag',
      ]);
      await tier.close();
    });

    it('forgets everything', async () => {
      const tier = await (await makePlace())('r');
      for (let n = 0; n < 50; n++) await tier.spill(`k${n}`, snapshot('x'.repeat(n * 1_000)));
      await tier.clear();
      expect(await Promise.all(Array.from({ length: 50 }, (_, n) => tier.recall(`k${n}`)))).toEqual(Array(50).fill(undefined)); // prettier-ignore
      await tier.spill('a', snapshot('after'));
      expect(await text(tier, 'a')).toBe('after');
      await tier.close();
    });

    it('takes many calls at a time', async () => {
      const tier = await (await makePlace())('r');
      const keys = Array.from({ length: 200 }, (_, n) => `k${n}`);
      await Promise.all(keys.map((key, n) => tier.spill(key, snapshot(key.repeat(n * 50 + 1)))));
      await Promise.all(keys.map(async (key, n) => expect(await text(tier, key)).toBe(key.repeat(n * 50 + 1))));
      await tier.close();
    });

    it('still has what it kept when it is opened again', async () => {
      const open = await makePlace();
      const before = await open('r');
      await before.spill('a', snapshot('one', ['x']));
      await before.spill('b', snapshot('y'.repeat(200_000), ['y']));
      await before.close();
      const after = await open('r');
      expect(await text(after, 'a')).toBe('one');
      await after.clear(['y']);
      expect(await text(after, 'b')).toBeUndefined();
      await after.close();
    });
  });
}
