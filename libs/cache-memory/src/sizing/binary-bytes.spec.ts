import { describe, expect, it } from '@jest/globals';
import { ARRAY_BUFFER, DATA_VIEW, TYPED_ARRAY } from './layout.js';
import { createSizer } from './sizer.js';
import { sizeOf } from './size-of.js';

describe('sizeOf of binary data', () => {
  it('counts the contents of a Buffer of its own', () => {
    expect(sizeOf(Buffer.alloc(10_000))).toBe(TYPED_ARRAY + ARRAY_BUFFER + 10_000);
    expect(createSizer().sizeOf(Buffer.alloc(10_000))).toBe(TYPED_ARRAY + ARRAY_BUFFER + 10_000);
  });

  it('charges a pooled Buffer for its own part of the pool', () => {
    expect(sizeOf(Buffer.from('x'.repeat(100)))).toBe(TYPED_ARRAY + 104);
  });

  it('counts small contents inside the heap, and leaves them there', () => {
    const inside = new Float64Array(4);
    expect(sizeOf(inside)).toBe(TYPED_ARRAY + ARRAY_BUFFER + 16 + 32);
    expect(sizeOf([inside])).toBe(56 + sizeOf(inside));
  });

  it('charges a part of a large ArrayBuffer for the whole, once', () => {
    const whole = new ArrayBuffer(100_000);
    const part = new Uint8Array(whole, 10, 200);
    expect(sizeOf(part)).toBe(TYPED_ARRAY + ARRAY_BUFFER + 100_000);
    expect(sizeOf([part, new Uint8Array(whole, 300, 200), whole])).toBe(72 + 2 * TYPED_ARRAY + ARRAY_BUFFER + 100_000);
    expect(sizeOf(Buffer.from(whole, 10, 200))).toBe(sizeOf(part));
  });

  it('charges the first bytes of a large Buffer for the whole, however few they are', () => {
    const whole = Buffer.alloc(100_000);
    const all = TYPED_ARRAY + ARRAY_BUFFER + 100_000;
    expect([sizeOf(whole.subarray(0, 32)), createSizer().sizeOf(whole.subarray(0, 64))]).toEqual([all, all]);
    expect(sizeOf({ head: whole.subarray(0, 1) })).toBe(32 + all);
    expect(sizeOf(Buffer.alloc(32))).toBe(TYPED_ARRAY + ARRAY_BUFFER + 32);
    expect(sizeOf(Buffer.from('x').subarray(0, 1))).toBe(TYPED_ARRAY + 8);
  });

  it('counts an ArrayBuffer once, however many views cover all of it', () => {
    const buffer = new ArrayBuffer(100_000);
    const views = {
      buffer,
      bytes: new Uint8Array(buffer),
      floats: new Float32Array(buffer),
      data: new DataView(buffer),
    };
    expect(sizeOf(views)).toBe(56 + 2 * TYPED_ARRAY + DATA_VIEW + ARRAY_BUFFER + 100_000);
  });

  it('counts ArrayBuffers, shared ones and DataViews', () => {
    expect(sizeOf(new ArrayBuffer(4096))).toBe(ARRAY_BUFFER + 4096);
    expect(sizeOf(new SharedArrayBuffer(4096))).toBe(ARRAY_BUFFER + 4096);
    expect(sizeOf(new DataView(new ArrayBuffer(4096)))).toBe(DATA_VIEW + ARRAY_BUFFER + 4096);
  });
});
