import { describe, expect, it } from '@jest/globals';
import { CheapestFew, PLACES } from './cheapest-few.js';

describe('CheapestFew', () => {
  it('keeps the cheapest of those that were put in, the cheapest last', () => {
    const few = new CheapestFew();
    for (let slot = 0; slot < 40; slot++) {
      const worth = (slot * 17) % 40;
      if (worth < few.ceiling) few.put(slot, worth, -slot);
    }
    const worths = Array.from({ length: few.size }, (_, place) => few.worth(place));
    expect(worths).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    expect((few.slot(3) * 17) % 40).toBe(4);
    expect(few.lastUse(3)).toBe(-few.slot(3));
  });

  it('has a ceiling once it is full', () => {
    const few = new CheapestFew();
    for (let worth = 1; worth <= PLACES; worth++) few.put(worth, worth, 0);
    expect(few.ceiling).toBe(PLACES);
  });

  it('has room for any again when it was cleared', () => {
    const few = new CheapestFew();
    for (let worth = 1; worth <= PLACES; worth++) few.put(worth, worth, 0);
    few.clear();
    expect(few.ceiling).toBe(Infinity);
    expect(few.size).toBe(0);
  });
});
