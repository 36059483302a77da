import { describe, expect, it } from '@jest/globals';
import { CheapFinds } from './cheap-finds.js';
import { Residents } from './residents.js';
import { frequencyOf, gapClassOf, MOST_FREQUENCY, pastOf } from './reuse-class.js';

const MILLISECOND = 80;

function residentsOf(count: number, frequency = 1): Residents {
  const residents = new Residents();
  for (let slot = 0; slot < count; slot++) {
    residents.now++;
    residents.add(slot, pastOf(frequency, 0), MILLISECOND, 0, false);
  }
  return residents;
}

const use = (residents: Residents, ...slots: number[]): number[] => {
  const learned = new Int32Array(slots.length);
  return [...learned.subarray(0, residents.use(Int32Array.from(slots), slots.length, learned))];
};

describe('Residents', () => {
  it('know who is there', () => {
    const residents = residentsOf(3);
    residents.delete(1);
    expect([0, 1, 2].map((slot) => residents.has(slot))).toEqual([true, false, true]);
    expect(residents.count).toBe(2);
  });

  it('count the uses of a batch, and take them for one step of the past', () => {
    const residents = residentsOf(20);
    use(residents, 0, 0, 0);
    expect(frequencyOf(residents.past(0))).toBe(4);
    expect(gapClassOf(residents.past(0))).toBeGreaterThan(0);
    expect(residents.lastUse(0)).toBe(23);
    expect(residents.wasUsed(0)).toBe(true);
    expect(residents.wasUsed(1)).toBe(false);
  });

  it('count no further than they can', () => {
    const residents = residentsOf(1);
    use(residents, ...Array.from({ length: 40 }, () => 0));
    expect(frequencyOf(residents.past(0))).toBe(MOST_FREQUENCY);
  });

  it('name those of a batch that something is learned from, each once', () => {
    const residents = residentsOf(4);
    residents.setSampled(2, true);
    expect(use(residents, 1, 2, 2, 3)).toEqual([2]);
  });

  it('halve frequencies as often as they were told, whenever that is looked at', () => {
    const residents = residentsOf(2, 12);
    residents.halveFrequencies();
    expect(frequencyOf(residents.past(0))).toBe(6);
    residents.halveFrequencies();
    expect([0, 1].map((slot) => frequencyOf(residents.past(slot)))).toEqual([3, 3]);
  });

  it('look at all in turn', () => {
    const residents = residentsOf(200);
    const seen = new Set<number>();
    const finds = new CheapFinds();
    for (let turn = 0; turn < 200; turn++) {
      finds.clear();
      residents.look(1, finds);
      seen.add(finds.leastSlot);
    }
    expect(seen.size).toBe(200);
  });

  it('pass over what left, and find the last one that is there', () => {
    const residents = residentsOf(1_000);
    for (let slot = 0; slot < 1_000; slot++) if (slot !== 777) residents.delete(slot);
    const finds = new CheapFinds();
    residents.look(8, finds);
    expect([finds.size, finds.leastSlot, finds.leastUse]).toEqual([0, 777, 778]);
  });

  it('are found where they are worth less than the threshold', () => {
    const residents = residentsOf(1_000);
    const finds = new CheapFinds();
    finds.threshold = residents.worth(100);
    residents.look(1_000, finds);
    expect([...finds.slots.subarray(0, finds.size)]).toEqual(Array.from({ length: finds.size }, (_, slot) => slot));
    expect(finds.size).toBeGreaterThan(80);
    expect(finds.worths[0]).toBe(residents.worth(0));
    expect([finds.leastSlot, finds.leastUse, finds.lastUses[9]]).toEqual([0, 1, 10]);
  });

  it('are worth less the longer ago they were used, as long as nothing was learned', () => {
    const residents = residentsOf(1_000);
    const worths = [0, 500, 700, 900, 990].map((slot) => residents.worth(slot));
    expect(worths).toEqual([...worths].sort((one, other) => one - other));
  });

  it('are worth more where they cost more, and less where they weigh more and bytes are scarce', () => {
    const residents = new Residents();
    residents.add(0, 0, MILLISECOND, 40, false);
    residents.add(1, 0, MILLISECOND + 4, 40, false);
    residents.add(2, 0, MILLISECOND, 44, false);
    expect(residents.worth(1)).toBeGreaterThan(residents.worth(0));
    expect(residents.worth(2)).toBe(residents.worth(0));
    residents.isByWeight = true;
    expect(residents.worth(2)).toBeLessThan(residents.worth(0));
    expect(residents.newcomerWorth(0, MILLISECOND, 44)).toBe(residents.worth(2));
  });

  it('outlast the wrapping of the clock', () => {
    const residents = new Residents();
    residents.now = 2 ** 31 - 5;
    residents.add(0, 0, MILLISECOND, 0, false);
    residents.now = (residents.now + 2_000) | 0;
    residents.add(1, 0, MILLISECOND, 0, false);
    residents.now = (residents.now + 10) | 0;
    expect(residents.worth(0)).toBeLessThan(residents.worth(1));
  });
});
