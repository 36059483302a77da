import { describe, expect, it } from '@jest/globals';
import { sealJson, unsealJson } from './sealed-json.js';

describe('sealed JSON', () => {
  it('is JSON still, and gives back what was sealed', () => {
    const text = JSON.stringify({ name: 'ñ😀', nested: { checksum: 1 } });
    expect(JSON.parse(sealJson(text))).toMatchObject({ name: 'ñ😀', checksum: expect.any(Number) });
    expect(unsealJson(sealJson(text))).toBe(text);
  });

  it('notices any change', () => {
    const sealed = sealJson(JSON.stringify({ rows: 100, names: ['a', 'b'] }));
    for (let place = 0; place < sealed.length; place++) {
      const changed = `${sealed.slice(0, place)}${sealed[place] === '7' ? '8' : '7'}${sealed.slice(place + 1)}`;
      expect(() => unsealJson(changed)).toThrow(SyntaxError);
      expect(() => unsealJson(sealed.slice(0, place))).toThrow(SyntaxError);
    }
  });
});
