import { describe, expect, it } from '@jest/globals';
import { NONE } from '../eviction/eviction-policy.js';
import { FreeSlots } from './free-slots.js';

describe('FreeSlots', () => {
  it('gives back the last slot first, however many there are, and then none', () => {
    const free = new FreeSlots();
    const slots = Array.from({ length: 40 }, (_, index) => 3 * index);
    for (const slot of slots) free.push(slot);
    expect(slots.map(() => free.pop())).toEqual(slots.toReversed());
    expect([free.pop(), free.pop()]).toEqual([NONE, NONE]);
    free.push(7);
    expect([free.pop(), free.pop()]).toEqual([7, NONE]);
  });

  it('has none once it is cleared', () => {
    const free = new FreeSlots();
    for (let slot = 0; slot < 20; slot++) free.push(slot);
    free.clear();
    expect(free.pop()).toBe(NONE);
    free.push(5);
    expect([free.pop(), free.pop()]).toEqual([5, NONE]);
  });
});
