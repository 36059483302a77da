import { describe, expect, it } from '@jest/globals';
import { HeapReserve } from './heap-reserve.js';

/** What is taken for V8's reserve after looks at what is counted besides, and at what is in use of the heap. */
const after = (...looks: readonly (readonly [besidesBytes: number, usedBytes: number, areGivenBack?: boolean])[]) => {
  const reserve = new HeapReserve();
  for (const [besidesBytes, usedBytes, areGivenBack = false] of looks) {
    reserve.observe({ besidesBytes, usedBytes }, areGivenBack);
  }
  return reserve;
};

describe('HeapReserve', () => {
  it('takes for none what was there from the start', () => {
    expect(after([50, 100]).bytes).toBe(0);
    expect(after([50, 100], [50, 300]).bytes).toBe(0);
  });

  it('is what the container goes on counting once the heap holds less', () => {
    expect(after([50, 300], [180, 170]).bytes).toBe(130);
    expect(after([50, 300], [60, 170]).bytes).toBe(10); // most of it was given back
  });

  it('is no more than the heap once held and does not hold now, whatever else the container counts', () => {
    expect(after([50, 300], [250, 260]).bytes).toBe(40);
  });

  it("ends with a collection that gives pages back, and what it leaves is not V8's", () => {
    const reserve = after([50, 300], [180, 170], [90, 170, true]);
    expect([reserve.bytes, reserve.leastBytes]).toEqual([0, 90]);
  });

  it('begins anew after that, with what the heap held since', () => {
    const given = [
      [50, 300],
      [180, 170],
      [90, 170, true],
    ] as const;
    expect(after(...given, [90, 200], [130, 160]).bytes).toBe(40);
    expect(after(...given, [60, 200], [100, 160]).bytes).toBe(40);
  });
});
