import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { callable, flag, must, oneOf, positiveInteger, readOptions } from './option-rules.js';

const rules = {
  size: positiveInteger,
  isOpen: flag,
  colour: oneOf(['red', 'green']),
  make: callable<() => void>('a function'),
};

describe('readOptions', () => {
  it('reads what its rules make of each option and leaves out what was left out or is undefined', () => {
    expect(readOptions({ size: 3, isOpen: false, colour: undefined }, rules, 'box')).toEqual({
      size: 3,
      isOpen: false,
    });
    expect(Object.keys(readOptions({ colour: undefined }, rules, 'box'))).toEqual([]);
  });

  it.each([undefined, null, 5, 'text', true, [], (): void => {}])('refuses %p in place of an object', (options) => {
    const error = caught(() => readOptions(options, rules, 'box'));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toMatch(
      /^box: expected an object of options, found .+; pass an object such as { size: \.\.\. }\.$/,
    );
  });

  it('refuses an unknown name and suggests the nearest one', () => {
    const error = caught(() => readOptions({ sise: 3 }, rules, 'box'));
    expect(error.code).toBe('UNKNOWN_OPTION');
    expect(error.problem).toEqual({
      subject: 'box',
      expected: 'options among size, isOpen, colour, make',
      found: "'sise'",
      remedy: "did you mean 'size'?",
    });
  });

  it('refuses an unknown name even where its value is undefined', () => {
    expect(caught(() => readOptions({ sise: undefined }, rules, 'box')).code).toBe('UNKNOWN_OPTION');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('knows no option named %s', (name) => {
    const options = JSON.parse(`{ "${name}": 1 }`) as object;
    expect(caught(() => readOptions(options, rules, 'box')).code).toBe('UNKNOWN_OPTION');
  });

  it("names the set and the option in a rule's error", () => {
    expect(caught(() => readOptions({ isOpen: 'yes' }, rules, 'box')).message).toBe(
      "box.isOpen: expected true or false, found 'yes'; correct box.isOpen, or leave it out.",
    );
  });
});

describe('the rules', () => {
  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53, '10', null, 1n])('take no %p for a positive integer', (value) => {
    expect(caught(() => positiveInteger(value, 'size')).problem.expected).toBe('a whole number of at least 1');
  });

  it('suggest the nearest of a few words', () => {
    expect(oneOf(['red', 'green'])('red', 'colour')).toBe('red');
    expect(caught(() => oneOf(['red', 'green'])('gren', 'colour')).message).toBe(
      "colour: expected one of 'red', 'green', found 'gren'; did you mean 'green'?",
    );
    expect(caught(() => oneOf(['red', 'green'])(7, 'colour')).problem.remedy).toBe('write one of these words');
  });

  it('take a function for a function', () => {
    const make = (): void => {};
    expect(callable('a function')(make, 'make')).toBe(make);
    expect(caught(() => callable('a function')({}, 'make')).problem.found).toBe('an object');
    expect(must<number>('even', (value) => (value as number) % 2 === 0)(4, 'n')).toBe(4);
  });
});
