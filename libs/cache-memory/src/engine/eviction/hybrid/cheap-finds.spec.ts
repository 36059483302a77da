import { describe, expect, it } from '@jest/globals';
import { CheapFinds } from './cheap-finds.js';

/** Notes a slot as a pass does. */
function show(finds: CheapFinds, slot: number, worth: number): void {
  if (worth < finds.least) {
    finds.least = worth;
    finds.leastSlot = slot;
    finds.leastUse = -slot;
  }
  if (worth >= finds.threshold) return;
  finds.slots[finds.size] = slot;
  finds.worths[finds.size] = worth;
  finds.lastUses[finds.size++] = -slot;
}

function pass(finds: CheapFinds, wanted: number, worthOf: (slot: number) => number): void {
  finds.clear();
  for (let slot = 0; slot < 64; slot++) show(finds, slot, worthOf(slot));
  finds.settle(wanted);
}

describe('CheapFinds', () => {
  it('finds the cheapest where nothing is below the threshold', () => {
    const finds = new CheapFinds();
    pass(finds, 8, (slot) => Math.abs(slot - 40) * 10 - 5_000);
    expect([finds.size, finds.slots[0], finds.worths[0], finds.lastUses[0]]).toEqual([1, 40, -5_000, -40]);
  });

  it.each([
    ['near one another', 1],
    ['far apart', 1_000],
  ])('comes to find about as many as are wanted, where worths are %s', (_, scale) => {
    const finds = new CheapFinds();
    let found = 0;
    for (let round = 0; round < 400; round++) {
      pass(finds, 8, (slot) => ((slot * 37 + round * 11) % 64) * scale);
      if (round >= 200) found += finds.size;
    }
    expect(found / 200).toBeGreaterThan(3);
    expect(found / 200).toBeLessThan(20);
  });

  it('follows worths that change', () => {
    const finds = new CheapFinds();
    for (let round = 0; round < 100; round++) pass(finds, 8, (slot) => slot * 100);
    for (let round = 0; round < 100; round++) pass(finds, 8, (slot) => slot * 100 - 50_000);
    expect(finds.size).toBeLessThan(20);
    for (let round = 0; round < 100; round++) pass(finds, 8, (slot) => slot * 100 + 50_000);
    expect(finds.size).toBeGreaterThan(2);
  });
});
