import { describe, expect, it } from '@jest/globals';
import { hasOwnDisposal, ownDisposal } from './own-disposal.js';

/** An instance with the given methods, which write down that they were called, on what, and with what. */
function instance(...methods: PropertyKey[]) {
  const calls: unknown[] = [];
  const made: object = Object.fromEntries(
    methods.map((method) => [
      method,
      function (this: unknown, ...args: unknown[]) {
        calls.push(this === made ? method : 'another this', ...args);
      },
    ]),
  );
  return { made, calls };
}

describe('own disposal', () => {
  it.each<[string, PropertyKey[], PropertyKey[]]>([
    ['Symbol.asyncDispose before Symbol.dispose', [Symbol.dispose, Symbol.asyncDispose], [Symbol.asyncDispose]],
    ['Symbol.dispose before the hooks of Nest', ['onModuleDestroy', Symbol.dispose], [Symbol.dispose]],
    [
      'every hook of Nest, in its order',
      ['onApplicationShutdown', 'beforeApplicationShutdown', 'onModuleDestroy'],
      ['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'],
    ],
    ['the hooks that are there', ['onApplicationShutdown'], ['onApplicationShutdown']],
  ])('is %s', (_, methods, expected) => {
    const { made, calls } = instance(...methods);
    expect(hasOwnDisposal(made)).toBe(true);
    for (const step of ownDisposal(made)) step();
    expect(calls).toEqual(expected);
  });

  it('is found on the prototype, on functions, and without running a getter', () => {
    class Made {
      onModuleDestroy(): void {}
    }
    const disposableFunction = Object.assign(() => {}, { [Symbol.dispose]: () => {} });
    const shy = {
      get [Symbol.dispose](): never {
        throw new Error('read');
      },
    };
    expect([new Made(), disposableFunction, shy].map(hasOwnDisposal)).toEqual([true, true, true]);
  });

  it('is nothing where an instance has none, or something else by that name', () => {
    expect(hasOwnDisposal({ dispose: () => {}, close: () => {} })).toBe(false);
    expect(ownDisposal({ [Symbol.dispose]: null, onModuleDestroy: 'text' })).toEqual([]);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(hasOwnDisposal(proxy)).toBe(false);
  });
});
