import { describe, expect, it } from '@jest/globals';
import { sizeOf } from './size-of.js';
import { createSizer } from './sizer.js';

const config = { text: 'x'.repeat(10_000) };

describe('createSizer', () => {
  it('charges what all values share to the first two of them', () => {
    const sizer = createSizer();
    const build = (id: number) => ({ id, config });
    const whole = sizeOf(build(1));
    const sizes = [1, 2, 3, 4].map((id) => sizer.sizeOf(build(id)));
    expect(sizes).toEqual([whole, whole, 40, 40]);
  });

  it('sees shared parts down to the second level, and not below', () => {
    const second = createSizer();
    const third = createSizer();
    for (let round = 0; round < 3; round++) {
      second.sizeOf({ options: { config } });
      third.sizeOf({ deep: { options: { config } } });
    }
    expect(second.sizeOf({ options: { config } })).toBe(2 * 32);
    expect(third.sizeOf({ deep: { options: { config } } })).toBe(3 * 32 + sizeOf(config));
  });

  it('gives a value that is sized again its own parts again', () => {
    const sizer = createSizer();
    const value = { part: { text: 'x'.repeat(1000) } };
    const sizes = [1, 2, 3, 4].map(() => sizer.sizeOf(value));
    expect(new Set(sizes)).toEqual(new Set([sizeOf(value)]));
  });

  it('remembers a part as long as values with it come by', () => {
    const sizer = createSizer();
    for (let k = 0; k < 1000; k++) sizer.sizeOf(k % 20 === 0 ? { k, config } : { k, own: { k } });
    expect(sizer.sizeOf({ k: 0, config })).toBe(40);
  });

  it('forgets a part that did not come by for long', () => {
    const sizer = createSizer();
    for (let k = 0; k < 3; k++) sizer.sizeOf({ k, config });
    for (let k = 0; k < 200; k++) sizer.sizeOf({ k, own: {} });
    expect(sizer.sizeOf({ k: 0, config })).toBe(40 + sizeOf(config));
  });

  it('keeps no value alive', async () => {
    const sizer = createSizer();
    const sized = (() => {
      const value = { part: { text: 'x' } };
      sizer.sizeOf(value);
      return [new WeakRef(value), new WeakRef(value.part)];
    })();
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    expect(sized.map((reference) => reference.deref())).toEqual([undefined, undefined]);
  });

  it('sizes primitives as sizeOf does', () => {
    const sizer = createSizer();
    for (const value of [1, 1.5, 'text', 5n, null]) expect(sizer.sizeOf(value)).toBe(sizeOf(value));
  });
});
