import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { statField } from './stat-field.js';

const name = fc.stringMatching(/^[a-z_]{1,12}$/);
const fields = fc.dictionary(name, fc.nat(), { noNullPrototype: true });
const textOf = (of: Record<string, number>) =>
  Object.entries(of)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');

describe('statField', () => {
  it('reads every field of every file of fields', () => {
    fc.assert(
      fc.property(fields, (of) => {
        for (const [key, value] of Object.entries(of)) expect(statField(textOf(of), key)).toBe(value);
      }),
    );
  });

  it('finds no field that is not there, nor one whose name only ends alike', () => {
    expect(statField('total_inactive_file 5\nactive_file 7\n', 'inactive_file')).toBeUndefined();
    expect(statField('', 'inactive_file')).toBeUndefined();
  });

  it('reads no number where there is none', () => {
    expect(statField('inactive_file max\n', 'inactive_file')).toBeUndefined();
    expect(statField('inactive_file \n', 'inactive_file')).toBeUndefined();
  });

  it('finds no field in a file that has none, nor its number in the line after', () => {
    expect(statField('12345\n', 'a')).toBeUndefined();
    expect(statField('low max\nhigh 7\n', 'low')).toBeUndefined();
  });
});
