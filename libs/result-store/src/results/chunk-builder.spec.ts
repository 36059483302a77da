import { describe, expect, it } from '@jest/globals';
import { failure, givenRows, visits } from '../../test/given-store.js';
import { ChunkBuilder } from './chunk-builder.js';
import { cutGroups } from './chunk.js';
import { defineSchema } from './schema.js';

const builder = (subjects = 2): ChunkBuilder => new ChunkBuilder(defineSchema(visits), { subjects, bytes: 1e9 });
const row = { patient: 1, visit: 0, time: 0, level: 1, arm: 'a' };

describe('rows on their way into chunks', () => {
  it('are cut where a subject ends', () => {
    const into = builder();
    const full = [...givenRows(5)].map((each) => into.add(each)).filter((chunk) => chunk !== undefined);
    expect(full.map(({ first, last, subjects, rows }) => [first, last, subjects, rows])).toEqual([
      [0, 1, 2, 6],
      [2, 3, 2, 6],
    ]);
    expect(into.take()).toMatchObject({ first: 4, last: 4, subjects: 1, rows: 3 });
    expect(into.take()).toBeUndefined();
  });

  it('are cut after so many bytes too', () => {
    const into = new ChunkBuilder(defineSchema(visits), { subjects: 100, bytes: 1 });
    expect([...givenRows(3)].filter((each) => into.add(each))).toHaveLength(2);
  });

  it.each([
    ['a text for a number', { ...row, time: '12' }, "row 0, column 'time': expected a number, found '12'"],
    ['a fraction for a whole number', { ...row, visit: 0.5 }, "row 0, column 'visit'"],
    ['a number beyond 32 bits', { ...row, visit: 2 ** 31 }, "row 0, column 'visit'"],
    ['null where it is not allowed', { ...row, arm: null }, "row 0, column 'arm'"],
    ['a column left out', { patient: 1, visit: 0, level: 1, arm: 'a' }, "row 0, column 'time'"],
    ['a column too many', { ...row, weight: 70 }, "row 0, column 'weight'"],
    ['half a character', { ...row, arm: '\ud800' }, "row 0, column 'arm'"],
    ['nothing at all', undefined, 'row 0'],
  ])('with %s are refused by row and column', async (_, bad, message) => {
    const into = builder();
    const error = await failure(() => into.add(bad as never));
    expect(error.code).toBe('INVALID_ROW');
    expect(error.message).toContain(message);
    into.add(row);
    expect(into.rows).toBe(1);
  });

  it.each([
    ['that has been before', 0],
    ['of a chunk before', 2],
  ])('of a subject %s are refused', async (_, patient) => {
    const into = builder();
    for (const each of givenRows(3)) into.add(each);
    into.take();
    const error = await failure(() => into.add({ ...row, patient }));
    expect(error.code).toBe('SUBJECT_ORDER');
    expect(error.message).toContain("row 9, column 'patient': expected a subject after 2");
  });
});

describe('row groups', () => {
  it('hold whole subjects', () => {
    expect(cutGroups([1, 1, 2, 3, 3, 3, 4], 2)).toEqual([
      { first: 1, last: 2, rows: 3 },
      { first: 3, last: 4, rows: 4 },
    ]);
    expect(cutGroups([], 2)).toEqual([]);
  });
});
