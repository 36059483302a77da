import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { checkKey, checkLoader, checkTags, checkValue, checkWork } from './check-input.js';
import { isThenable } from './is-thenable.js';

const having = (name: string, member: unknown) => ({ [name]: member });
const NO_FUNCTIONS = [undefined, null, {}, 'load', 5];

describe('what a cache is given', () => {
  it('may be any key but undefined', () => {
    for (const key of [null, NaN, 0, '', false, {}]) expect(() => checkKey(key)).not.toThrow();
    const error = caught(() => checkKey(undefined));
    expect(error.code).toBe('INVALID_KEY');
    expect(error.message).toBe(
      'key: expected any value but undefined, found undefined; check where the key comes from.',
    );
  });

  it('may be any value but undefined', () => {
    for (const value of [null, NaN, 0, '', false, {}]) expect(() => checkValue(value)).not.toThrow();
    const error = caught(() => checkValue(undefined));
    expect(error.code).toBe('INVALID_VALUE');
    expect(error.message).toBe(
      'value: expected any value but undefined, which means a miss, found undefined; store null, or delete the key.',
    );
  });

  it.each(NO_FUNCTIONS)('is no loader where it is %p', (loader) => {
    expect(() => checkLoader(() => 1)).not.toThrow();
    const { code, problem } = caught(() => checkLoader(loader));
    expect([code, problem.subject, problem.expected, problem.remedy]).toEqual([
      'INVALID_OPTION',
      'loader',
      'a function that makes the value',
      'pass ({ key, signal }) => value',
    ]);
  });

  it.each(NO_FUNCTIONS)('is no work where it is %p', (work) => {
    expect(() => checkWork(() => 1)).not.toThrow();
    const { code, problem } = caught(() => checkWork(work));
    expect([code, problem.subject, problem.expected, problem.remedy]).toEqual([
      'INVALID_OPTION',
      'use',
      'a function that works with the value',
      'pass (value) => result after the loader',
    ]);
  });

  it('may be tags that are texts', () => {
    expect(() => checkTags([])).not.toThrow();
    expect(() => checkTags(['a', 'b'])).not.toThrow();
    expect(caught(() => checkTags([5])).code).toBe('INVALID_OPTION');
    const { code, problem } = caught(() => checkTags(['a', ['b']]));
    expect([code, problem]).toEqual([
      'INVALID_OPTION',
      {
        subject: 'invalidate',
        expected: 'tags that are texts',
        found: 'an array of 1',
        remedy: "pass each tag as an argument of its own, as in invalidate('models', 'tenant-7')",
      },
    ]);
  });
});

describe('isThenable', () => {
  it('knows promises, and what behaves like one', () => {
    expect(isThenable(Promise.resolve())).toBe(true);
    expect(isThenable(having('then', () => {}))).toBe(true);
  });

  it.each([undefined, null, 5, {}, having('then', 1)])('takes no %p for one', (value) => {
    expect(isThenable(value)).toBe(false);
  });
});
