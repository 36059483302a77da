import { describe, expect, it } from '@jest/globals';
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

  it('never lowers an estimate', () => {
    const sketch = new AgingSketch();
    sketch.raise(77, 9);
    sketch.raise(77, 3);
    expect(sketch.frequency(77)).toBe(9);
  });
});
