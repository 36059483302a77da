import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EvictionPolicy, NONE } from './eviction-policy.js';
import { LruPolicy } from './lru.js';

function drain(policy: EvictionPolicy): number[] {
  const order: number[] = [];
  for (let slot = policy.victim(NONE); slot !== NONE; slot = policy.victim(NONE)) {
    order.push(slot);
    policy.remove(slot);
  }
  return order;
}

function policyOf(...slots: number[]): EvictionPolicy {
  const policy = new LruPolicy();
  for (const slot of slots) policy.insert(slot);
  return policy;
}

const touch = (policy: EvictionPolicy, ...slots: number[]): void =>
  policy.touch(Int32Array.from([...slots, -9, -9]), slots.length);

describe('LruPolicy', () => {
  it('names no victim where there is none', () => {
    expect(policyOf().victim(NONE)).toBe(NONE);
  });

  it('evicts in the order of insertion where nothing is hit', () => {
    expect(drain(policyOf(3, 1, 2))).toEqual([3, 1, 2]);
  });

  it('keeps longest what was hit last', () => {
    const policy = policyOf(0, 1, 2);
    touch(policy, 0, 2, 2, 0, 2);
    expect(drain(policy)).toEqual([1, 0, 2]);
  });

  it.each([
    [0, [1, 2]],
    [1, [0, 2]],
    [2, [0, 1]],
  ])('takes slot %p out, wherever it stands', (slot, rest) => {
    const policy = policyOf(0, 1, 2);
    policy.remove(slot);
    expect(drain(policy)).toEqual(rest);
  });

  it('can be emptied and filled again', () => {
    const policy = policyOf(5);
    touch(policy, 5);
    policy.remove(5);
    expect(policy.victim(NONE)).toBe(NONE);
    policy.insert(7);
    policy.insert(5);
    expect(drain(policy)).toEqual([7, 5]);
  });

  const steps = fc.array(
    fc.oneof(
      fc.record({ op: fc.constant('insert' as const), slot: fc.nat(99) }),
      fc.record({ op: fc.constant('remove' as const), slot: fc.nat(99) }),
      fc.record({ op: fc.constant('evict' as const) }),
      fc.record({ op: fc.constant('touch' as const), slots: fc.array(fc.nat(99), { maxLength: 200 }) }),
    ),
    { maxLength: 200 },
  );

  it('is exactly the order of last use, whatever happens', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const policy: EvictionPolicy = new LruPolicy();
        let order: number[] = [];
        const leave = (slot: number): void => void (order = order.filter((other) => other !== slot));
        for (const step of taken) {
          if (step.op === 'touch') {
            const hits = step.slots.filter((slot) => order.includes(slot));
            for (const slot of hits) {
              leave(slot);
              order.push(slot);
            }
            touch(policy, ...hits);
          } else if (step.op === 'evict') {
            expect(policy.victim(NONE)).toBe(order[0] ?? NONE);
            if (order.length > 0) policy.remove(order.shift()!);
          } else if (step.op === 'insert' && !order.includes(step.slot)) {
            order.push(step.slot);
            policy.insert(step.slot);
          } else if (step.op === 'remove' && order.includes(step.slot)) {
            leave(step.slot);
            policy.remove(step.slot);
          }
        }
        expect(drain(policy)).toEqual(order);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('stays exact through much use of many entries', () => {
    const policy: EvictionPolicy = new LruPolicy();
    const order = new Set<number>();
    const use = (slot: number): void => {
      order.delete(slot);
      order.add(slot);
    };
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const size = 5000;
    for (let slot = 0; slot < size; slot++) {
      policy.insert(slot);
      use(slot);
    }
    for (let round = 0; round < 400; round++) {
      const hits = Array.from({ length: random(150) }, () => random(random(2) === 0 ? size : 50));
      touch(policy, ...hits);
      for (const slot of hits) use(slot);
      for (let churn = random(20); churn > 0; churn--) {
        const [eldest] = order;
        expect(policy.victim(NONE)).toBe(eldest);
        policy.remove(eldest!);
        policy.insert(eldest!);
        use(eldest!);
      }
    }
    expect(drain(policy)).toEqual([...order]);
  });
});
