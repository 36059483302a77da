import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stableText } from './stable-text.js';

const text = (value: unknown): string => stableText(value, 'Reports.build');

class Money {
  constructor(readonly amount: number) {}
  static list(): unknown {
    return new (class extends Array<Money> {})();
  }
}

describe('stableText', () => {
  it('is the same for objects whose properties come in another order, at any depth', () => {
    expect(text({ a: 1, b: { c: 2, d: [3] } })).toBe(text({ b: { d: [3], c: 2 }, a: 1 }));
  });

  it('tells values apart that look alike', () => {
    const alike = [1, '1', 1n, '1n', true, 'true', null, 'null', undefined, 'undefined', [], {}, [1], [[1]], '[1]'];
    const dates = [new Date(0), new Date(1), new Date(NaN), new Date(0).toISOString()];
    const objects = [{ a: undefined }, { a: null }, { 'a,b': 1 }, { a: '1,"b":2' }, { a: 1, b: 2 }];
    const texts = [...alike, ...dates, ...objects, NaN, Infinity, -Infinity, '', ' '].map(text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('takes 0 and -0 for the same, and a hole for undefined', () => {
    expect(text(-0)).toBe(text(0));
    // oxlint-disable-next-line no-sparse-arrays
    expect(text([1, , 2])).toBe(text([1, undefined, 2]));
  });

  it('takes objects without a prototype for plain', () => {
    expect(text(Object.assign(Object.create(null), { a: 1 }))).toBe(text({ a: 1 }));
  });

  it('is the same for every copy, and differs wherever JSON differs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(text(structuredClone(left))).toBe(text(left));
        if (JSON.stringify(left) === JSON.stringify(right)) expect(text(left)).toBe(text(right));
        if (text(left) === text(right))
          expect(JSON.parse(JSON.stringify(left))).toEqual(JSON.parse(JSON.stringify(right)));
      }),
    );
  });

  const circle: unknown[] = [];
  circle.push(circle);
  const symbolic = Object.assign([1], { [Symbol('s')]: 1 });

  it.each([
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['an instance', new Money(3), 'an instance of Money'],
    ['an instance deep inside', { list: [new Money(3)] }, 'an instance of Money'],
    ['a map', new Map(), 'an instance of Map'],
    ['a buffer', new Uint8Array(3), 'an instance of Uint8Array'],
    ['an instance of a class without a name', new (class {})(), 'an instance of a class without a name'],
    ['properties named by symbols', { [Symbol('s')]: 1 }, 'an instance of Object'],
    ['an array with properties of its own', /b/.exec('ab'), 'an array with a class or properties of its own'],
    ['an array of a class of its own', Money.list(), 'an array with a class or properties of its own'],
    ['an array with properties named by symbols', symbolic, 'an array with a class or properties of its own'],
    ['an array whose property looks like an item', Object.assign([1], { '01': 2 }), 'an array with a class'],
    ['a circle', circle, 'refers to itself'],
  ])('refuses %s, and says what helps', (_, value, found) => {
    expect(() => text(value)).toThrow(
      expect.objectContaining({
        code: 'INVALID_KEY',
        message: expect.stringMatching(/^Reports\.build: .*add key: \(/),
        problem: expect.objectContaining({ found: expect.stringContaining(found) }),
      }),
    );
  });
});
