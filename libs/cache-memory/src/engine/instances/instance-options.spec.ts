import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { checkClass, otherClass } from './instance-options.js';

class Model {}

describe('checkClass', () => {
  it.each([Model, Date, Map])('takes %p', (type) => {
    expect(() => checkClass(type)).not.toThrow();
  });

  it.each([
    ['Model', "'Model'"],
    [{ prototype: {} }, 'an object'],
    [() => new Model(), 'a function'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('refuses %p', (type, found) => {
    const error = caught(() => checkClass(type));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toBe(
      `instance: expected a class, found ${found}; pass the class of which an instance is wanted.`,
    );
  });
});

describe('otherClass', () => {
  it('names the class and the key that has a value of another', () => {
    const error = otherClass(Model, 'a');
    expect(error.code).toBe('INVALID_KEY');
    expect(error.message).toBe(
      "instance of Model: expected a key that has none, or an instance of Model, found 'a', which has a value of " +
        'another kind; give each class keys of its own.',
    );
  });
});
