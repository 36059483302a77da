import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PolicyCache } from '../../../test/contracts/policy-cache.js';
import { SizePolicy } from './size.js';

const weightOf = (key: number): number => key % 7;
const cacheOf = (): PolicyCache => new PolicyCache((entries) => new SizePolicy(entries), Infinity, Infinity, weightOf);

describe('SizePolicy', () => {
  it('evicts the largest, and of equally large ones the least recently used', () => {
    const cache = cacheOf();
    cache.accessAll([6, 1, 13, 8, 20, 3, 13, 1, 6]);
    expect(cache.drain()).toEqual([20, 13, 6, 3, 8, 1]);
  });

  it('keeps to that order, whatever happens', () => {
    const step = fc.tuple(fc.nat(40), fc.constantFrom('access', 'access', 'access', 'remove'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const cache = cacheOf();
        let byUse: number[] = [];
        for (const [key, op] of steps) {
          if (op === 'remove' && !cache.slots.has(key)) continue;
          byUse = byUse.filter((other) => other !== key);
          if (op === 'remove') {
            cache.remove(key);
          } else {
            cache.access(key);
            byUse.push(key);
          }
        }
        expect(cache.drain()).toEqual(byUse.sort((one, other) => weightOf(other) - weightOf(one)));
      }),
      { seed: 3 },
    );
  });
});
