import { describe, expect, it } from '@jest/globals';
import { nearestName, suggestName } from './nearest-name.js';

describe('nearestName', () => {
  const known = ['maxEntries', 'maxBytes', 'ttl', 'idleTtl'];

  it.each([
    ['maxEntires', 'maxEntries'],
    ['MAXENTRIES', 'maxEntries'],
    ['max_bytes', 'maxBytes'],
    ['tll', 'ttl'],
    ['idletl', 'idleTtl'],
    ['', undefined],
    ['completelyDifferent', undefined],
  ])('finds for %p the name %p', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });

  it('suggests nothing for a name that is longer than any', () => {
    expect(nearestName('x'.repeat(100_000), known)).toBeUndefined();
  });

  it('suggests a name of a hundred letters, and none for a longer one', () => {
    const long = 'x'.repeat(100);
    expect(nearestName(long, [long])).toBe(long);
    expect(nearestName(`${long}x`, [long])).toBeUndefined();
  });

  it('forgives two letters in a short name, and a third of them in a long one', () => {
    expect(nearestName('abcdef', ['abcdxy'])).toBe('abcdxy');
    expect(nearestName('abcdef', ['abcxyz'])).toBeUndefined();
    expect(nearestName('abcdefghi', ['abcdefxyz'])).toBe('abcdefxyz');
    expect(nearestName('abcdefghi', ['abcdewxyz'])).toBeUndefined();
  });

  it('answers the first of equally near names', () => {
    expect(nearestName('ab', ['aa', 'bb'])).toBe('aa');
  });
});

describe('suggestName', () => {
  it('asks for the nearest name, else lists those that are known', () => {
    expect(suggestName('modles', ['models', 'users'])).toBe("did you mean 'models'?");
    expect(suggestName('something', ['models', 'users'])).toBe("known are 'models', 'users'");
    expect(suggestName('something', [])).toBe('none is known');
  });
});
