import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomNumbers } from '../../../test/random-numbers.js';
import { NONE } from './eviction-policy.js';
import { UseOrder } from './use-order.js';

/** An order beside the plainest one there is: a `Set`, from which a slot that is used is taken and put in again. */
class Checked {
  readonly plain = new Set<number>();
  readonly order: UseOrder;

  constructor(numbers?: number) {
    this.order = new UseOrder(numbers);
  }

  add(slot: number): void {
    this.order.add(slot);
    this.plain.add(slot);
  }

  use(...slots: number[]): void {
    this.order.useAll(Int32Array.from([...slots, -9]), slots.length);
    for (const slot of slots) {
      this.plain.delete(slot);
      this.plain.add(slot);
    }
  }

  delete(slot: number): void {
    this.order.delete(slot);
    this.plain.delete(slot);
  }

  /** Takes out the slot that was used longest ago, which must be the same in both. */
  takeFirst(): number {
    const [expected = NONE] = this.plain;
    const slot = this.order.first();
    if (slot !== expected) throw new Error(`slot ${slot} instead of ${expected}`);
    if (slot !== NONE) this.delete(slot);
    return slot;
  }

  /** Takes out all, and answers them in the order in which they went. */
  drain(): number[] {
    const expected = [...this.plain, NONE];
    const taken = expected.map(() => {
      const slot = this.order.first();
      if (slot !== NONE) this.order.delete(slot);
      return slot;
    });
    this.plain.clear();
    if (taken.some((slot, place) => slot !== expected[place])) throw new Error('not in the order of their last use');
    return taken.slice(0, -1);
  }
}

describe('UseOrder', () => {
  it('has no first slot while it is empty', () => {
    expect(new UseOrder().first()).toBe(NONE);
  });

  it('names the first slot again and again until it leaves or is used', () => {
    const checked = new Checked();
    for (const slot of [4, 2, 9]) checked.add(slot);
    expect([checked.order.first(), checked.order.first()]).toEqual([4, 4]);
    checked.use(4);
    expect([checked.order.first(), checked.order.first()]).toEqual([2, 2]);
    checked.delete(2);
    expect(checked.drain()).toEqual([9, 4]);
  });

  it('passes over a slot that left and came again since it was lined up', () => {
    const checked = new Checked();
    for (const slot of [0, 1, 2]) checked.add(slot);
    checked.order.first();
    checked.delete(1);
    checked.add(1);
    expect(checked.drain()).toEqual([0, 2, 1]);
  });

  it.each([20, 60, 400])(
    'is exact, whatever happens, where %p uses are numbered before all are numbered anew',
    (numbers) => {
      const slot = fc.nat(15);
      const steps = fc.array(
        fc.oneof(
          fc.record({ op: fc.constant('add' as const), slot }),
          fc.record({ op: fc.constant('delete' as const), slot }),
          fc.record({ op: fc.constant('take' as const) }),
          fc.record({ op: fc.constant('use' as const), slots: fc.array(slot, { maxLength: 40 }) }),
        ),
        { maxLength: 150 },
      );
      fc.assert(
        fc.property(steps, (taken) => {
          const checked = new Checked(numbers);
          for (const step of taken) {
            if (step.op === 'take') checked.takeFirst();
            else if (step.op === 'use') checked.use(...step.slots.filter((each) => checked.plain.has(each)));
            else if (step.op === 'add' && !checked.plain.has(step.slot)) checked.add(step.slot);
            else if (step.op === 'delete' && checked.plain.has(step.slot)) checked.delete(step.slot);
          }
          checked.drain();
        }),
        { seed: 11, numRuns: 200 },
      );
    },
  );

  it.each([1_000, 1_024, 1_025, 20_000])(
    'is exact with %p slots in any order, some of them used at every turn',
    (size) => {
      const random = randomNumbers(size);
      const checked = new Checked();
      const slots = Array.from({ length: size }, (_, slot) => slot).sort(() => random() - 0.5);
      for (const slot of slots) checked.add(slot);
      for (let turn = 0; turn < 3 * size; turn += 10) {
        checked.use(
          ...Array.from({ length: 5 }, () => Math.floor(random() * size)).filter((slot) => checked.plain.has(slot)),
        );
        for (let count = 0; count < 5; count++) checked.add(checked.takeFirst());
      }
      expect(checked.drain()).toHaveLength(size);
    },
  );

  it('is exact where few are left of many, far apart', () => {
    const checked = new Checked();
    for (let slot = 0; slot < 100_000; slot++) checked.add(slot);
    for (let slot = 0; slot < 100_000; slot++) if (slot % 9_973 !== 0) checked.delete(slot);
    checked.use(39_892, 9_973);
    expect(checked.drain()).toEqual([0, 19_946, 29_919, 49_865, 59_838, 69_811, 79_784, 89_757, 99_730, 39_892, 9_973]);
  });

  it('is exact with more slots than are lined up at one go', () => {
    const checked = new Checked();
    for (let slot = 0; slot < 300_000; slot++) checked.add(slot);
    const random = randomNumbers(3);
    checked.use(...Array.from({ length: 50_000 }, () => Math.floor(random() * 300_000)));
    expect(checked.drain()).toHaveLength(300_000);
  });

  it('numbers anew while nobody is there', () => {
    const checked = new Checked(3);
    for (let turn = 0; turn < 10; turn++) {
      checked.add(turn % 2);
      expect(checked.takeFirst()).toBe(turn % 2);
    }
  });
});
