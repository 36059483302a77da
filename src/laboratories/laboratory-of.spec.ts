import { describe, expect, it } from '@jest/globals';
import { laboratoryOf } from './laboratory-of.js';

describe('laboratoryOf', () => {
  it('is what the header says, else anonymous', () => {
    expect(laboratoryOf({ headers: { 'x-laboratory': 'riverside' } })).toBe('riverside');
    expect(laboratoryOf({ headers: {} })).toBe('anonymous');
  });

  it.each([[''], ['a b'], ['a/b'], ['x'.repeat(65)]])("refuses '%s' with 400", (name) => {
    expect(() => laboratoryOf({ headers: { 'x-laboratory': name } })).toThrow(expect.objectContaining({ status: 400 }));
  });
});
