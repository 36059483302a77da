import { describe, expect, it } from '@jest/globals';
import { failure } from '../../test/given-store.js';
import { defineSchema } from './schema.js';

describe('a schema', () => {
  it('names columns, their types and where null is allowed', () => {
    expect(defineSchema({ subject: 'id', columns: { id: 'string', level: 'double?' } })).toEqual({
      subject: 'id',
      columns: [
        { name: 'id', type: 'string', isNullable: false },
        { name: 'level', type: 'double', isNullable: true },
      ],
      groupBy: [],
    });
  });

  it.each([
    ['no column', { subject: 'id', columns: {} }, 'schema.columns'],
    ['an unknown type', { subject: 'id', columns: { id: 'int32', level: 'float' } }, 'schema.columns.level'],
    ['a name with a slash', { subject: 'id', columns: { id: 'int32', '../x': 'double' } }, "'../x'"],
    [
      'a name that no object can have',
      { subject: 'id', columns: { id: 'int32', ['__proto__']: 'int32' } },
      "'__proto__'",
    ],
    ['a subject without a column', { subject: 'patient', columns: { id: 'int32' } }, 'schema.subject'],
    ['a subject that may be null', { subject: 'id', columns: { id: 'int32?' } }, 'schema.subject'],
    ['a subject of type double', { subject: 'id', columns: { id: 'double' } }, 'schema.subject'],
    ['a group without a column', { subject: 'id', columns: { id: 'int32' }, groupBy: ['visit'] }, "'visit'"],
  ])('with %s is refused', async (_, options, named) => {
    const error = await failure(() => defineSchema(options as never));
    expect(error.code).toBe('INVALID_SCHEMA');
    expect(error.message).toContain(named);
  });
});
