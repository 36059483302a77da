import { describe, expect, it } from '@jest/globals';
import { bucketOf } from './age-buckets.js';
import { CheapFinds } from './cheap-finds.js';
import { Residents } from './residents.js';
import { classOfGap, frequencyOf, gapClassOf, MOST_FREQUENCY, pastOf, ROW } from './reuse-class.js';
import { FIRST_INDICES } from './reuse-learner.js';

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

  it('remember the gap between the last two uses', () => {
    const residents = residentsOf(200);
    residents.entriesLog2 = 5;
    use(residents, 0, 150);
    expect(gapClassOf(residents.past(0))).toBe(classOfGap(200, 5));
    expect(gapClassOf(residents.past(150))).toBe(classOfGap(51, 5));
    use(residents, 0);
    expect([gapClassOf(residents.past(0)), frequencyOf(residents.past(0))]).toEqual([classOfGap(2, 5), 3]);
  });

  it('are sampled or not, as was last said', () => {
    const residents = residentsOf(3);
    for (const slot of [0, 1, 2]) residents.setSampled(slot, true);
    residents.setSampled(1, false);
    expect(use(residents, 0, 1, 2)).toEqual([0, 2]);
    expect([residents.has(1), frequencyOf(residents.past(1))]).toEqual([true, 2]);
  });

  it('name the one that is worth least, of several alike the one that was used longest ago', () => {
    const residents = residentsOf(300);
    expect(residents.cheapest()).toBe(0);
    use(residents, 0);
    expect(residents.cheapest()).toBe(1);
    const alike = new Residents();
    alike.indices = new Int16Array(FIRST_INDICES.length);
    for (const slot of [4, 2, 7]) {
      alike.now++;
      alike.add(slot, 0, MILLISECOND, 0, false);
    }
    alike.now++;
    alike.add(1, 0, MILLISECOND - 4, 0, false);
    expect(alike.cheapest()).toBe(1);
    alike.delete(1);
    expect(alike.cheapest()).toBe(4);
    use(alike, 4);
    expect(alike.cheapest()).toBe(2);
  });

  it('are visited one by one, those alone that are there', () => {
    const residents = residentsOf(5);
    residents.delete(0);
    residents.delete(4);
    const seen: number[] = [];
    residents.forEach((slot) => seen.push(slot));
    expect(seen).toEqual([1, 2, 3]);
  });

  it.each([
    ['falls', -1],
    ['rises', 1],
  ])('differ by a trifle within a bucket where what they are worth %s with age', (_, direction) => {
    const residents = new Residents();
    residents.indices = FIRST_INDICES.map((_, place) => direction * 100 * (place % ROW));
    for (const lastUse of [0, 100, 176]) {
      residents.now = lastUse;
      residents.add(lastUse, 0, MILLISECOND, 0, false);
    }
    residents.now = 1_200; // ages of 1,200, 1,100 and 1,024: one bucket
    const worths = [176, 100, 0].map((slot) => residents.worth(slot));
    expect(new Set([1_200, 1_100, 1_024].map(bucketOf)).size).toBe(1);
    expect(Math.sign(worths[1]! - worths[0]!)).toBe(direction);
    expect(Math.sign(worths[2]! - worths[1]!)).toBe(direction);
    expect(Math.abs(worths[2]! - worths[0]!)).toBeLessThan(16);
  });

  it('are worth alike within a bucket where age does not matter', () => {
    const residents = new Residents();
    residents.indices = new Int16Array(FIRST_INDICES.length).fill(-500);
    for (const lastUse of [0, 100, 176]) {
      residents.now = lastUse;
      residents.add(lastUse, 0, MILLISECOND, 0, false);
    }
    residents.now = 1_200;
    expect(new Set([0, 100, 176].map((slot) => residents.worth(slot))).size).toBe(1);
  });

  it('are found with what they are worth, whatever they cost, weigh or how often they were halved', () => {
    const residents = new Residents();
    residents.isByWeight = true;
    for (let slot = 0; slot < 150; slot++) {
      residents.now++;
      residents.add(slot, pastOf(slot % 16, slot % 9), MILLISECOND + (slot % 7), slot % 11, slot % 2 === 0);
      if (slot % 40 === 0) residents.halveFrequencies();
    }
    const finds = new CheapFinds();
    finds.threshold = 2 ** 27;
    residents.look(150, finds);
    const found = [...finds.slots.subarray(0, finds.size)];
    expect(found).toEqual(Array.from({ length: 150 }, (_, slot) => slot));
    expect([...finds.worths.subarray(0, 150)]).toEqual(found.map((slot) => residents.worth(slot)));
    expect(finds.least).toBe(Math.min(...finds.worths.subarray(0, 150)));
    expect(finds.leastSlot).toBe(found[finds.worths.indexOf(finds.least)]);
    finds.clear();
    finds.threshold = finds.worths[75]!;
    residents.look(150, finds);
    const below = found.filter((slot) => residents.worth(slot) < finds.threshold);
    expect([...finds.slots.subarray(0, finds.size)].toSorted((one, other) => one - other)).toEqual(below);
  });

  it('halve no more than their frequency, at the wrapping of the count, too', () => {
    const residents = new Residents();
    for (let halving = 0; halving < 15; halving++) residents.halveFrequencies();
    residents.add(3, pastOf(8, 5), 77, 9, true);
    const worth = residents.newcomerWorth(pastOf(2, 5), 77, 9);
    for (let halving = 0; halving < 2; halving++) residents.halveFrequencies();
    expect([frequencyOf(residents.past(3)), gapClassOf(residents.past(3))]).toEqual([2, 5]);
    expect([residents.has(3), residents.worth(3)]).toEqual([true, worth]);
    expect(use(residents, 3)).toEqual([3]);
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
