import { describe, expect, it } from '@jest/globals';
import { bucketOf } from './age-buckets.js';
import { KeySample } from './key-sample.js';
import { pastOf, ROW_STARTS } from './reuse-class.js';
import { ReuseCounts } from './reuse-counts.js';

const PAST = pastOf(2, 1);
const place = (age: number): number => ROW_STARTS[PAST]! + bucketOf(age);

describe('KeySample', () => {
  it('counts the interval between two uses of a key', () => {
    const counts = new ReuseCounts();
    const sample = new KeySample(4, 4, counts);
    sample.use(77, 100, PAST);
    expect(sample.gap(77, 130)).toBe(30);
    sample.use(77, 130, PAST);
    expect(counts.uses[place(30)]).toBe(1);
    expect(sample.gap(77, 130)).toBe(0);
  });

  it('loses sight of the key that was used longest ago', () => {
    const counts = new ReuseCounts();
    const sample = new KeySample(2, 2, counts);
    for (const [now, hash] of [1, 2, 1, 3].entries()) sample.use(hash, now, PAST);
    expect([1, 2, 3].map((hash) => sample.gap(hash, 3))).toEqual([1, -1, 0]);
    expect(counts.censored[place(2)]).toBe(1);
  });

  it('takes about the share of the keys that its reach asks for', () => {
    const sample = new KeySample(100, 1_600, new ReuseCounts());
    let taken = 0;
    for (let hash = 0; hash < 16_000; hash++) if (sample.has(hash)) taken++;
    expect(taken).toBeGreaterThan(900);
    expect(taken).toBeLessThan(1_100);
    expect(sample.isComplete).toBe(false);
  });

  it('hands its keys to a sparser sample', () => {
    const counts = new ReuseCounts();
    const [dense, sparse] = [new KeySample(64, 64, counts), new KeySample(64, 128, counts)];
    for (let hash = 0; hash < 64; hash++) dense.use(hash, hash, PAST);
    dense.pourInto(sparse);
    for (let hash = 0; hash < 64; hash++) expect(sparse.gap(hash, 64)).toBe(sparse.has(hash) ? 64 - hash : -1);
  });

  it('stays whole over many keys', () => {
    const sample = new KeySample(50, 50, new ReuseCounts());
    for (let now = 0; now < 5_000; now++) sample.use((now * 37) % 400, now, PAST);
    let open = 0;
    sample.countOpen(5_000, () => open++);
    expect(open).toBe(50);
  });
});
