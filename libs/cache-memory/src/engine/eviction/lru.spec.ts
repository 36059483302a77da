import { describe, expect, it } from '@jest/globals';
import { NONE } from './eviction-policy.js';
import { LruPolicy } from './lru.js';

function drain(policy: LruPolicy): number[] {
  const order: number[] = [];
  for (let slot = policy.victim(); slot !== NONE; slot = policy.victim()) {
    order.push(slot);
    policy.remove(slot);
  }
  return order;
}

function policyOf(...slots: number[]): LruPolicy {
  const policy = new LruPolicy();
  policy.resize(16);
  for (const slot of slots) policy.insert(slot);
  return policy;
}

describe('LruPolicy', () => {
  it('names no victim where there is none', () => {
    expect(policyOf().victim()).toBe(NONE);
  });

  it('evicts in the order of insertion where nothing is hit', () => {
    expect(drain(policyOf(3, 1, 2))).toEqual([3, 1, 2]);
  });

  it('keeps longest what was hit last', () => {
    const policy = policyOf(0, 1, 2);
    policy.touch(0);
    policy.touch(2);
    policy.touch(2);
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
    policy.touch(5);
    policy.remove(5);
    expect(policy.victim()).toBe(NONE);
    policy.insert(7);
    policy.insert(5);
    expect(drain(policy)).toEqual([7, 5]);
  });
});
