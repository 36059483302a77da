import { describe, expect, it, jest } from '@jest/globals';
import type { MemorySized } from './memory-sized.js';
import { sizeOf } from './size-of.js';

class Handle implements MemorySized {
  readonly contents = 'x'.repeat(1000);
  readonly report: () => number;
  constructor(report: () => number) {
    this.report = report;
  }
  getMemorySize(): number {
    return this.report();
  }
}

describe('getMemorySize', () => {
  it('speaks for an instance and all that it holds', () => {
    expect(sizeOf(new Handle(() => 5_000_000))).toBe(5_000_000);
    expect(sizeOf(new Handle(() => 0))).toBe(0);
  });

  it('speaks for nested instances and is asked once for each', () => {
    const report = jest.fn(() => 1000);
    const handle = new Handle(report);
    expect(sizeOf({ a: handle, b: [handle] })).toBe(40 + 56 + 1000);
    expect(report).toHaveBeenCalledTimes(1);
  });

  it('speaks for a plain object that has it, and for a subclass', () => {
    class Derived extends Handle {}
    expect(sizeOf(new Derived(() => 70))).toBe(70);
    expect(sizeOf({ getMemorySize: () => 80, text: 'x'.repeat(500) })).toBe(80);
  });

  it('speaks for an instance that was given it as a field, and not where that is a getter', () => {
    class Given {
      readonly getMemorySize = (): number => 90;
    }
    expect(sizeOf(new Given())).toBe(90);
    const trapped = Object.defineProperty({ text: 'x'.repeat(500) }, 'getMemorySize', {
      enumerable: true,
      get: () => {
        throw new Error('called');
      },
    });
    expect(sizeOf(trapped)).toBeGreaterThan(500);
  });

  it('is ignored when it gives no size', () => {
    const structural = sizeOf(new Handle(() => NaN));
    expect(structural).toBeGreaterThan(1000);
    for (const wrong of [-1, Infinity, '12', undefined, 5n, Promise.resolve(5)]) {
      expect(sizeOf(new Handle(() => wrong as number))).toBe(structural);
    }
    const fails = (): never => {
      throw new Error('no size today');
    };
    expect(sizeOf(new Handle(fails))).toBe(structural);
  });

  it('may call sizeOf for itself', () => {
    class Native {
      name = 'x'.repeat(100);
      getMemorySize(): number {
        return sizeOf(this) + 1_000_000;
      }
    }
    expect(sizeOf([new Native()])).toBe(56 + 32 + 120 + 1_000_000);
  });

  it('is not called when it is a getter', () => {
    class Trap {
      get getMemorySize(): never {
        throw new Error('called');
      }
    }
    expect(sizeOf(new Trap())).toBe(24);
  });
});
