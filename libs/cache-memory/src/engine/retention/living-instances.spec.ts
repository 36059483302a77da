import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { defaultPlan } from '../entries/entry-plan.js';
import { readCacheOptions } from '../cache-options.js';
import { type LivingInstance, LivingInstances } from './living-instances.js';
import { WeakHold } from './weak-hold.js';

const plan = defaultPlan(readCacheOptions({ maxEntries: 1 }).settings);

/** An instance that is remembered, and writes down under `name` each time that somebody looks whether it lives. */
function remembered(name: number, looks: number[] = [], tags: readonly string[] = []): LivingInstance {
  const value = { name };
  const hold = new WeakHold(value);
  hold.deref = () => {
    looks.push(name);
    return value;
  };
  return { hold, weight: 0, costMs: 0, endsAt: Infinity, deadline: Infinity, plan: { ...plan, tags } };
}

const dead = (): LivingInstance => {
  const instance = remembered(-1);
  instance.hold.deref = () => undefined;
  return instance;
};

describe('LivingInstances', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('looks at those first that were looked at longest ago, a few at a time or many', () => {
    const looks: number[] = [];
    const living = new LivingInstances<number>('soft');
    for (let key = 0; key < 5; key++) living.add(key, remembered(key, looks));
    looks.length = 0;
    living.forgetDead(5);
    const [first, second, third, fourth, fifth] = looks.splice(0) as [number, number, number, number, number];
    living.forgetDead(3);
    living.forget(fourth);
    living.forgetDead(3);
    living.add(5, remembered(5, looks));
    expect(looks.splice(0)).toEqual([first, second, third, fifth, first, second, third, fifth]);
    living.forgetDead(99);
    expect(looks).toEqual([first, second, 5, third, fifth]);
  });

  it('forgets the dead and keeps the living, also after all were forgotten', () => {
    const living = new LivingInstances<number>('soft');
    for (const clear of [() => living.forgetAll(), () => living.forgetTagged('x'), () => living.forgetDead(99)]) {
      for (let key = 0; key < 9; key++) living.add(key, key % 2 === 0 ? remembered(key, [], ['x']) : dead());
      living.forgetDead(99);
      expect(living.size).toBe(5);
      clear();
    }
    for (const key of [0, 2, 4, 6, 8]) living.forget(key);
    expect(living.size).toBe(0);
    living.add(1, remembered(1));
    expect(living.find(1, 0)).toBeDefined();
    living.forgetDead(99);
    expect(living.size).toBe(1);
  });

  it('forgets those beyond its bound that were looked at longest ago', () => {
    const living = new LivingInstances<number>('soft');
    for (let key = 0; key < 65_540; key++) living.add(key, remembered(key));
    expect(living.size).toBe(65_536);
    expect(living.find(65_539, 0)).toBeDefined();
  });

  it('walks on through those it remembers, and never starts anew while there are any', () => {
    const living = new LivingInstances<number>('soft');
    living.add(0, remembered(0));
    const starts = (['entries', 'keys', 'values'] as const).map((walk) => jest.spyOn(Map.prototype, walk));
    for (let key = 1; key < 66_000; key++) living.add(key, remembered(key));
    living.forgetDead(1_000);
    living.forgetDead(living.size);
    for (const start of starts) expect(start).not.toHaveBeenCalled();
  });
});
