import { describe, expect, it } from '@jest/globals';
import { type MethodCall, methodKey } from './method-key.js';

class Prices {
  readonly currency: string = 'EUR';
}

const call = (...args: unknown[]): MethodCall => ({
  instance: new Prices(),
  prototype: Prices.prototype,
  name: 'of',
  args,
  owner: '',
});

describe('methodKey', () => {
  it('is made of class, method and arguments', () => {
    expect(methodKey(call('a', { day: 2, at: new Date(0) }), undefined)).toBe(
      'Prices.of("a",{"at":Date(1970-01-01T00:00:00.000Z),"day":2})',
    );
  });

  it('does not tell an argument left out from undefined', () => {
    expect(methodKey(call('a', undefined), undefined)).toBe(methodKey(call('a'), undefined));
    expect(methodKey(call(undefined, 'a'), undefined)).not.toBe(methodKey(call('a'), undefined));
  });

  it('names the class that declares a method where another one has it in its place', () => {
    class Discounts extends Prices {
      of(): void {}
    }
    class Sales extends Discounts {}
    const sale = { ...call(1), instance: new Sales(), owner: 'a' };
    expect(methodKey(sale, undefined)).toBe('Sales(Prices)[a].of(1)');
    expect(methodKey({ ...sale, prototype: Discounts.prototype }, undefined)).toBe('Sales[a].of(1)');
    expect(methodKey({ ...sale, name: 'other' }, undefined)).toBe('Sales[a].other(1)');
  });

  it('names whose instance it is', () => {
    expect(methodKey({ ...call(1), owner: 'tenant-7' }, undefined)).toBe('Prices[tenant-7].of(1)');
    expect(methodKey({ ...call(1), owner: 'tenant-7' }, 'prices')).toBe('[tenant-7]prices');
  });

  it('stands for itself where the option says it', () => {
    expect(methodKey(call(1), 'prices')).toBe('prices');
    expect(methodKey(call(7), (id: number) => id)).toBe(7);
    expect(methodKey(call(7), (id: number) => ({ b: id, a: [id] }))).toBe('={"a":[7],"b":7}');
  });

  it.each(['', 'a tenant'])('tells keys of the option apart that look alike, of the owner %j', (owner) => {
    const owns = [1, '1', 1n, '1n', null, 'null', true, 'true', [1], '[1]', '=[1]', '="=[1]"', {}, '{}', '', '='];
    const keys = owns.map((own) => methodKey({ ...call(), owner }, () => own));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells owners apart whatever their names and the texts are', () => {
    const keyOf = (owner: string, own: string): unknown => methodKey({ ...call(), owner }, () => own);
    const owns = [keyOf('a', 'x]y'), keyOf('a]x', 'y'), keyOf('a\\]x', 'y'), keyOf('a\\', 'x]y'), keyOf('a\\]x]', '')];
    expect(new Set(owns).size).toBe(owns.length);
    expect(methodKey({ ...call(), owner: 'a].of("' }, undefined)).not.toBe(
      methodKey({ ...call(), owner: 'a' }, undefined),
    );
  });

  it('refuses a key of the option that is undefined', () => {
    expect(() => methodKey(call(), () => undefined)).toThrow(
      expect.objectContaining({
        code: 'INVALID_KEY',
        message: expect.stringContaining('expected a key, found undefined'),
      }),
    );
  });

  it('may depend on the instance', () => {
    const key = function (this: Prices, id: number): string {
      return `${this.currency} ${id}`;
    };
    expect(methodKey(call(7), key)).toBe('EUR 7');
  });

  it('names class, method and option where no key can be made', () => {
    expect(() => methodKey(call(new Map()), undefined)).toThrow(/^Prices(#\d+)?\.of: expected arguments/);
    expect(() => methodKey(call(1), () => new Map())).toThrow(/^Prices(#\d+)?\.of, option key: /);
  });
});
