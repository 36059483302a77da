import { describe, expect, it } from '@jest/globals';
import { randomNumbers } from '../../../../test/random-numbers.js';
import { AgingSketch } from './aging-sketch.js';

describe('AgingSketch', () => {
  it('counts up to 15', () => {
    const sketch = new AgingSketch();
    for (let request = 1; request <= 20; request++) expect(sketch.add(77)).toBe(Math.min(15, request));
    expect(sketch.frequency(77)).toBe(15);
  });

  it('forgets half when it is halved', () => {
    const sketch = new AgingSketch();
    sketch.raise(77, 9);
    sketch.halve();
    expect(sketch.frequency(77)).toBe(4);
  });

  it('keeps its estimates when it grows', () => {
    const sketch = new AgingSketch();
    for (let hash = 0; hash < 30; hash++) sketch.raise(hash * 7_919, hash % 16);
    sketch.ensure(10_000);
    for (let hash = 0; hash < 30; hash++) expect(sketch.frequency(hash * 7_919)).toBeGreaterThanOrEqual(hash % 16);
  });

  it('answers the estimate that it has from then on, and never one that is too low', () => {
    const sketch = new AgingSketch();
    const random = randomNumbers(9);
    const counts = new Map<number, number>();
    for (let request = 0; request < 400; request++) {
      const hash = Math.imul(Math.floor(random() * 40), 0x85eb_ca6b);
      const count = (counts.get(hash) ?? 0) + 1;
      counts.set(hash, count);
      const before = sketch.frequency(hash);
      const after = sketch.add(hash);
      expect(after).toBe(Math.min(15, before + 1));
      expect(sketch.frequency(hash)).toBe(after);
      expect(after).toBeGreaterThanOrEqual(Math.min(15, count));
    }
  });

  it('tells the keys of as many entries apart as it was made fit for', () => {
    const sketch = new AgingSketch();
    sketch.ensure(1_000);
    let estimates = 0;
    for (let key = 0; key < 1_000; key++) sketch.add(Math.imul(key, 0x85eb_ca6b));
    for (let key = 0; key < 1_000; key++) estimates += sketch.frequency(Math.imul(key, 0x85eb_ca6b));
    expect(estimates).toBeGreaterThanOrEqual(1_000);
    expect(estimates).toBeLessThan(1_200);
    for (let key = 1_000, unknown = 0; key < 2_000; key++) {
      unknown += sketch.frequency(Math.imul(key, 0x85eb_ca6b));
      expect(unknown).toBeLessThan(400);
    }
  });

  it('halves as often as it was told since it was last asked, at the wrapping of its count, too', () => {
    const sketch = new AgingSketch();
    for (let halving = 0; halving < 254; halving++) sketch.halve();
    sketch.raise(77, 15);
    for (const frequency of [7, 3, 1, 0]) {
      sketch.halve();
      expect(sketch.frequency(77)).toBe(frequency);
    }
    sketch.raise(77, 15);
    for (let halving = 0; halving < 3; halving++) sketch.halve();
    expect(sketch.frequency(77)).toBe(1);
  });

  it('halves each block once, whichever is asked for first, and each key of it', () => {
    const sketch = new AgingSketch();
    for (let hash = 0; hash < 8; hash++) sketch.raise(hash, 12);
    sketch.halve();
    for (let hash = 0; hash < 8; hash++) expect([6, 7]).toContain(sketch.frequency(hash));
    for (let hash = 7; hash >= 0; hash--) expect([6, 7]).toContain(sketch.frequency(hash));
  });

  it('never lowers an estimate', () => {
    const sketch = new AgingSketch();
    sketch.raise(77, 9);
    sketch.raise(77, 3);
    expect(sketch.frequency(77)).toBe(9);
  });
});
