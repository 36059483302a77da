import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { sizeOf } from './size-of.js';

const times = <T>(n: number, make: (k: number) => T): T[] => Array.from({ length: n }, (_, k) => make(k));

describe('sizeOf', () => {
  it('gives nothing for what fits into its slot', () => {
    for (const value of [0, -1, 2 ** 31 - 1, true, null, undefined, '', 'x']) expect(sizeOf(value)).toBe(0);
  });

  it('gives a box to numbers that are no 32-bit integers', () => {
    for (const value of [0.5, -0, 2 ** 31, NaN, Infinity]) expect(sizeOf(value)).toBe(16);
  });

  it('counts one byte a character, and two when one character needs them', () => {
    expect(sizeOf('a'.repeat(1000))).toBe(1016);
    expect(sizeOf('é'.repeat(1000))).toBe(1016);
    expect(sizeOf(`${'a'.repeat(999)}あ`)).toBe(2016);
    expect(sizeOf('あ')).toBe(24);
  });

  it('counts the digits of a BigInt, whatever its sign', () => {
    expect(sizeOf(0n)).toBe(16);
    expect(sizeOf(1n << 62n)).toBe(24);
    expect(sizeOf(-(1n << 70n))).toBe(32);
    expect(sizeOf(1n << 190n)).toBe(40);
  });

  it('counts a record as its header and a word a field', () => {
    expect(sizeOf({ id: 1, name: 'Ada Lovelace', score: 1.5, active: true })).toBe(24 + 4 * 8 + 32 + 16);
    expect(sizeOf({})).toBe(56);
  });

  it('counts an object with many data keys as a dictionary', () => {
    const dictionary = Object.fromEntries(times(200, (k) => [`key${k}`, k]));
    expect(sizeOf(dictionary)).toBe(88 + 24 * 512);
    expect(sizeOf(Object.create(null))).toBe(88 + 24 * 4);
  });

  it('counts integer keys as elements, and far apart ones as a table', () => {
    expect(sizeOf(Object.fromEntries(times(50, (k) => [k, 1])))).toBe(56 + 16 + 8 * 82);
    expect(sizeOf({ 1001: 1, 2044: 2, 9999: 3 })).toBe(56 + 48 + 24 * 4);
  });

  it('keeps the numbers of an array unboxed as long as it has nothing else', () => {
    expect(sizeOf(times(50, (k) => k + 0.5))).toBe(48 + 400);
    expect(sizeOf([...times(49, (k) => k + 0.5), null])).toBe(48 + 400 + 49 * 16);
    const holey: number[] = [];
    holey.length = 50;
    holey[7] = 0.5;
    expect(sizeOf(holey)).toBe(48 + 400);
  });

  it('counts the tables of Maps and Sets with their contents', () => {
    expect(sizeOf(new Map(times(5, (k) => [k, k])))).toBe(72 + 28 * 8);
    expect(sizeOf(new Set(times(50, (k) => k + 0.5)))).toBe(72 + 20 * 64 + 50 * 16);
    expect(sizeOf(new Map([[{ a: 1 }, [1]]]))).toBe(72 + 28 * 4 + 32 + 56);
  });

  it('counts what two parts share once', () => {
    const shared = { text: 'a'.repeat(10_000) };
    expect(sizeOf([shared, shared, { shared }])).toBe(sizeOf([shared]) + 2 * 8 + 32);
    const many = times(5000, (k) => ({ k, shared }));
    expect(sizeOf(many)).toBeLessThan(5000 * 48 + 2 * 10_016);
  });

  it('is done with cycles', () => {
    interface Node {
      next?: Node;
      self?: Node;
    }
    const first: Node = {};
    const second: Node = { next: first, self: first };
    first.next = second;
    first.self = first;
    expect(sizeOf(first)).toBe(2 * 40);
  });

  it('extrapolates from samples of large collections', () => {
    const record = (k: number) => ({ k, text: `text of record ${String(k).padStart(9, '0')}`, half: k + 0.5 });
    const exact = sizeOf(record(1)) + 8;
    const factor = (size: number, n: number) => size / (n * exact);
    const list = times(20_000, record);
    expect(factor(sizeOf(list), 20_000)).toBeCloseTo(1, 1);
    const nested = times(100, () => times(200, record));
    expect(factor(sizeOf(nested), 20_000)).toBeCloseTo(1, 1);
    expect(factor(sizeOf(list, { maxNodes: 50 }), 20_000)).toBeCloseTo(1, 0);
    const map = sizeOf(new Map(list.map((value, k) => [k, value])));
    expect((map - sizeOf(new Map(times(20_000, (k) => [k, k])))) / (20_000 * (exact - 8))).toBeCloseTo(1, 1);
  });

  it('sees uneven contents through the budget that others leave', () => {
    const heavy = { small: times(50, (k) => ({ k })), big: times(300, () => ({ text: 'x'.repeat(1000) })) };
    expect(sizeOf(heavy) / (300 * 1056)).toBeCloseTo(1, 1);
  });

  it('walks chains of any length without recursion', () => {
    let head: object | null = null;
    for (let k = 0; k < 200_000; k++) head = { k, next: head };
    expect(sizeOf(head)).toBeGreaterThan(100 * 40);
    expect(sizeOf(head, { maxNodes: 1_000_000 })).toBe(200_000 * 40);
  });

  it('never calls a getter', () => {
    const value = {
      word: 1,
      get trap(): never {
        throw new Error('called');
      },
    };
    expect(sizeOf(value)).toBe(40);
  });

  it('never runs a trap of a Proxy', () => {
    const refuse = (): never => {
      throw new Error('trapped');
    };
    const handler = new Proxy({}, { get: () => refuse });
    const proxy = new Proxy({ a: 1 }, handler);
    const { proxy: revoked, revoke } = Proxy.revocable([], {});
    revoke();
    expect(sizeOf(proxy)).toBe(32);
    expect(sizeOf({ proxy, revoked })).toBe(40 + 2 * 32);
  });

  it('counts instances with their fields and their symbols', () => {
    const hidden = Symbol('hidden');
    class Point {
      x = 1;
      y = 0.5;
      [hidden] = 'a'.repeat(40);
      get sum(): number {
        throw new Error('called');
      }
    }
    expect(sizeOf(new Point())).toBe(24 + 3 * 8 + 16 + 56);
  });

  it('takes a Map for one after an object that only inherits from it, of a class too', () => {
    class Table extends Map<number, object> {}
    for (const type of [Map<number, object>, Table]) {
      expect(sizeOf(Object.create(type.prototype))).toBeLessThan(40);
      expect(sizeOf(new type([[1, {}]]))).toBeGreaterThan(100);
    }
  });

  it('runs no trap where the prototype is a Proxy', () => {
    const trap = (): never => {
      throw new Error('called');
    };
    const prototype = new Proxy({}, { getPrototypeOf: trap, getOwnPropertyDescriptor: trap, get: trap, has: trap });
    expect(sizeOf(Object.assign(Object.create(prototype) as object, { text: 'x'.repeat(100) }))).toBe(32 + 120);
  });

  it('takes values of another realm for what they are', () => {
    const foreign = runInNewContext(
      '({ list: [1, 2], map: new Map([[1, 2]]), set: new Set([1]), date: new Date(0), error: new Error("failed") })',
    ) as Record<string, object>;
    expect(sizeOf(foreign['list'])).toBe(sizeOf([1, 2]));
    expect(sizeOf(foreign['map'])).toBe(sizeOf(new Map([[1, 2]])));
    expect(sizeOf(foreign['set'])).toBe(sizeOf(new Set([1])));
    expect(sizeOf(foreign['date'])).toBe(sizeOf(new Date(0)));
    expect(sizeOf(foreign['error'])).toBe(sizeOf(new Error('failed')));
    expect(sizeOf(structuredClone(new Map([[1, 2]])))).toBe(sizeOf(new Map([[1, 2]])));
  });

  it('counts cause and further fields of an error, not its stack', () => {
    const cause = { text: 'x'.repeat(500) };
    const error = Object.assign(new Error('failed', { cause }), { code: 'E_CODE' });
    Error.prepareStackTrace = () => {
      throw new Error('stack was read');
    };
    try {
      expect(sizeOf(error)).toBe(sizeOf(new Error('failed')) + sizeOf(cause) + sizeOf('E_CODE'));
    } finally {
      delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    }
  });

  it('gives every other kind of object a plausible size', () => {
    const kinds = [
      new Date(),
      /a+b/,
      Object('text'),
      Object(1.5),
      Symbol('s'),
      new WeakMap(),
      new WeakRef({}),
      Promise.resolve(),
      new URL('https://example.org/'),
      () => 1,
      class {},
      [].values(),
      globalThis,
    ];
    for (const kind of kinds) {
      const size = sizeOf(kind);
      expect(size).toBeGreaterThanOrEqual(24);
      expect(Number.isFinite(size)).toBe(true);
    }
  });
});
