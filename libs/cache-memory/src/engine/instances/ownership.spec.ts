import { describe, expect, it } from '@jest/globals';
import { ownershipOf, setOwnership } from './ownership.js';

describe('ownershipOf', () => {
  it('answers what was declared for an instance, the last time', () => {
    const instance = {};
    const [former, ownership] = [1, 2].map((bytes) => ({ parts: () => [], weight: () => bytes }));
    setOwnership(instance, former!);
    setOwnership(instance, ownership!);
    expect(ownershipOf(instance)).toBe(ownership);
  });

  it.each([{}, null, undefined, 'text', 7])('knows of nothing that %p owns', (value) => {
    expect(ownershipOf(value)).toBeUndefined();
  });
});
