import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomNumbers } from '../../../test/random-numbers.js';
import { NONE } from '../eviction/eviction-policy.js';
import { IntegerIndex } from './integer-index.js';

const near = fc.integer({ min: -40, max: 40 });
const anywhere = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const spaced = fc.integer({ min: -(2 ** 12), max: 2 ** 12 - 1 }).map((number) => number * 2 ** 19);

describe('IntegerIndex', () => {
  it.each([
    ['near ones', near],
    ['any', anywhere],
    ['spaced ones', spaced],
    ['a mixture', fc.oneof(near, anywhere, spaced)],
  ])('finds what a Map finds through any additions and departures: %s', (_, key) => {
    const steps = fc.array(fc.tuple(key, fc.boolean()), { maxLength: 400, size: 'max' });
    fc.assert(
      fc.property(steps, fc.integer(), (steps, seed) => {
        const index = new IntegerIndex(seed);
        const reference = new Map<number, number>();
        for (const [slot, [key, isDeparture]] of steps.entries()) {
          if (reference.has(key)) {
            if (isDeparture) {
              index.delete(key);
              reference.delete(key);
            }
          } else {
            index.add(key, slot);
            reference.set(key, slot);
          }
        }
        expect(index.size).toBe(reference.size);
        const keys = steps.map(([key]) => key);
        expect(keys.map((key) => index.get(key))).toEqual(keys.map((key) => reference.get(key) ?? NONE));
        const marks = Uint8Array.from(steps, (_, slot) => slot % 3 && 1);
        index.deleteMarked(marks);
        for (const [key, slot] of reference) if (marks[slot] === 1) reference.delete(key);
        expect(index.size).toBe(reference.size);
        expect(keys.map((key) => index.get(key))).toEqual(keys.map((key) => reference.get(key) ?? NONE));
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it('closes the gaps of departures where keys meet, at the end of its column and beyond', () => {
    const index = new IntegerIndex(1); // a key's place is its upper seven bits
    const reference = new Map<number, number>();
    const random = randomNumbers(3);
    for (let step = 0; step < 600; step++) {
      const place = (125 + Math.floor(random() * 6)) % 128;
      const key = ((place << 25) | Math.floor(random() * 4)) >> 0;
      if (reference.has(key)) {
        index.delete(key);
        reference.delete(key);
      } else {
        index.add(key, step);
        reference.set(key, step);
      }
      for (const [held, slot] of reference) if (index.get(held) !== slot) throw new Error(`lost ${held} at ${step}`);
      if (index.get(key) !== (reference.get(key) ?? NONE)) throw new Error(`wrong about ${key} at ${step}`);
    }
    expect(index.size).toBe(reference.size);
  });

  it('tells key 0 from an empty place', () => {
    const index = new IntegerIndex(1);
    expect(index.get(0)).toBe(NONE);
    index.add(1, 4);
    index.add(0, 3);
    expect([index.get(0), index.get(1)]).toEqual([3, 4]);
    index.delete(0);
    expect([index.get(0), index.get(1), index.size]).toEqual([NONE, 4, 1]);
  });

  it('moves a key up that stands beyond the end into a gap before it', () => {
    const index = new IntegerIndex(1);
    const last = 127 << 25;
    for (const [slot, key] of [last, last + 1, last + 2, 0].entries()) index.add(key, slot);
    index.delete(last);
    expect([last, last + 1, last + 2, 0].map((key) => index.get(key))).toEqual([NONE, 1, 2, 3]);
    index.delete(last + 2);
    expect([last + 1, last + 2, 0].map((key) => index.get(key))).toEqual([1, NONE, 3]);
  });

  it('takes out marked keys alone, and counts them, those of the first and the last slot too', () => {
    const index = new IntegerIndex(1);
    const keys = Array.from({ length: 12 }, (_, slot) => (126 << 25) + slot);
    for (const [slot, key] of keys.entries()) index.add(key, slot);
    index.deleteMarked(Uint8Array.from(keys, (_, slot) => Number([0, 5, 6, 11].includes(slot))));
    expect(index.size).toBe(8);
    expect(keys.flatMap((key) => (index.get(key) === NONE ? [] : [index.get(key)]))).toEqual([1, 2, 3, 4, 7, 8, 9, 10]);
    expect(index.get(0)).toBe(NONE);
  });

  it('keeps what it holds while it grows and shrinks again', () => {
    const index = new IntegerIndex();
    for (let key = 0; key < 10_000; key++) index.add(key * 7 - 30_000, key);
    for (let key = 0; key < 10_000; key += 3) index.delete(key * 7 - 30_000);
    const wrong = Array.from({ length: 10_000 }, (_, key) => key).filter(
      (key) => index.get(key * 7 - 30_000) !== (key % 3 === 0 ? NONE : key),
    );
    expect(wrong).toEqual([]);
  });

  it('takes zero and minus zero for one', () => {
    const index = new IntegerIndex();
    index.add(-0, 5);
    expect(index.get(0)).toBe(5);
    index.delete(0);
    expect(index.get(-0)).toBe(NONE);
  });
});
