import { describe, expect, it } from '@jest/globals';
import { hashOf, zipf } from '../../../test/contracts/policy-cache.js';
import { FrequencySketch } from './frequency-sketch.js';

function sketchFor(entries: number): FrequencySketch {
  const sketch = new FrequencySketch();
  sketch.ensure(entries);
  return sketch;
}

describe('FrequencySketch', () => {
  it('knows nothing of what was never added', () => {
    expect(sketchFor(100).frequency(hashOf(1))).toBe(0);
  });

  it('counts up to 15', () => {
    const sketch = sketchFor(1_000);
    for (let count = 1; count <= 40; count++) {
      sketch.add(hashOf(7));
      expect(sketch.frequency(hashOf(7))).toBe(Math.min(15, count));
    }
  });

  it('never estimates too low before it ages, and seldom too high', () => {
    const entries = 1_000;
    const sketch = sketchFor(entries);
    const counts = new Map<number, number>();
    for (const key of zipf(5_000, 9 * entries)) {
      sketch.add(hashOf(key));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    let tooHigh = 0;
    for (const [key, count] of counts) {
      const excess = sketch.frequency(hashOf(key)) - Math.min(15, count);
      expect(excess).toBeGreaterThanOrEqual(0);
      if (excess > 1) tooHigh++;
    }
    expect(tooHigh / counts.size).toBeLessThan(0.05);
  });

  it('never estimates too low for a few keys, and counts each addition for its key alone', () => {
    const sketch = sketchFor(200);
    const counts = new Map<number, number>();
    let excess = 0;
    for (const key of zipf(150, 600)) {
      const before = sketch.frequency(hashOf(key));
      sketch.add(hashOf(key));
      counts.set(key, (counts.get(key) ?? 0) + 1);
      expect(sketch.frequency(hashOf(key))).toBe(Math.min(15, before + 1));
    }
    for (const [key, count] of counts) {
      const estimate = sketch.frequency(hashOf(key));
      expect(estimate).toBeGreaterThanOrEqual(Math.min(15, count));
      excess += estimate - Math.min(15, count);
    }
    expect(excess / counts.size).toBeLessThan(0.2);
  });

  it('halves after ten additions for each entry, the first time and each half of that later', () => {
    const sketch = sketchFor(100);
    for (let count = 0; count < 15; count++) sketch.add(hashOf(1));
    const halvedAt: number[] = [];
    for (let added = 16, before = 15; added <= 2_300 && halvedAt.length < 3; added++) {
      sketch.add(hashOf(2));
      const now = sketch.frequency(hashOf(1));
      if (now < before) halvedAt.push(added);
      before = now;
    }
    expect(halvedAt).toEqual([1_000, 1_500, 2_000]);
  });

  it('halves what it knows after ten additions for each entry', () => {
    const sketch = sketchFor(1_000);
    for (let count = 0; count < 12; count++) sketch.add(hashOf(1));
    for (let added = 12; added < 10_000; added++) sketch.add(hashOf(2));
    expect(sketch.frequency(hashOf(1))).toBe(6);
  });

  it('keeps its estimates when it grows', () => {
    const sketch = sketchFor(100);
    for (let key = 0; key < 50; key++) for (let count = 0; count <= key % 10; count++) sketch.add(hashOf(key));
    const before = Array.from({ length: 50 }, (_, key) => sketch.frequency(hashOf(key)));
    sketch.ensure(100_000);
    expect(Array.from({ length: 50 }, (_, key) => sketch.frequency(hashOf(key)))).toEqual(before);
  });

  it('tells keys apart whose hashes are plain numbers', () => {
    const sketch = sketchFor(1_000);
    for (let hash = 0; hash < 200; hash++) for (let count = 0; count < 8; count++) sketch.add(hash);
    const mistaken = Array.from({ length: 1_000 }, (_, index) => sketch.frequency(index + 1_000)).filter((n) => n > 0);
    expect(mistaken.length).toBeLessThan(50);
  });
});
