import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { TagIndex } from './tag-index.js';

describe('TagIndex', () => {
  it('finds slots by tag and tags by slot', () => {
    const index = new TagIndex();
    index.add(1, ['a', 'b']);
    index.add(2, ['b']);
    expect(index.slotsOf('a')).toEqual([1]);
    expect(index.slotsOf('b')).toEqual([1, 2]);
    expect(index.slotsOf('c')).toEqual([]);
    expect(index.tagsOf(1)).toEqual(['a', 'b']);
    expect(index.tagsOf(3)).toEqual([]);
  });

  it('forgets a slot in both directions', () => {
    const index = new TagIndex();
    index.add(1, ['a', 'b']);
    index.add(2, ['b']);
    index.remove(1);
    index.remove(1);
    index.remove(7);
    expect(index.slotsOf('a')).toEqual([]);
    expect(index.slotsOf('b')).toEqual([2]);
    expect(index.tagsOf(1)).toEqual([]);
  });

  it('knows of no slot and no tag once it is cleared', () => {
    const index = new TagIndex();
    index.add(1, ['a', 'b']);
    index.clear();
    expect([index.slotsOf('a'), index.tagsOf(1)]).toEqual([[], []]);
    index.add(2, ['a']);
    expect([index.slotsOf('a'), index.slotsOf('b')]).toEqual([[2], []]);
  });

  it('answers a copy, so that slots can be removed while one walks over it', () => {
    const index = new TagIndex();
    for (let slot = 0; slot < 5; slot++) index.add(slot, ['all']);
    for (const slot of index.slotsOf('all')) index.remove(slot);
    expect(index.slotsOf('all')).toEqual([]);
  });

  it('refuses an entry with tags beyond what a Map can hold, and one of a further tag beyond what it can hold of these', () => {
    const index = new TagIndex(3);
    for (const slot of [1, 2, 3]) {
      index.mustHaveRoom(['a'], slot);
      index.add(slot, ['a']);
    }
    expect(caught(() => index.mustHaveRoom(['a'])).message).toBe(
      'tags: expected at most 3 entries with tags in one cache, and as many different tags, found one more; ' +
        'give fewer entries tags, lower maxEntries or maxBytes, or split the cache into regions.',
    );
    expect(() => index.mustHaveRoom([])).not.toThrow();
    expect(() => index.mustHaveRoom(['b', 'c'], 3)).not.toThrow();
    expect(caught(() => index.mustHaveRoom(['b', 'c', 'd'], 3)).code).toBe('TOO_MANY_ENTRIES');
    index.remove(1);
    expect(() => index.mustHaveRoom(['a'])).not.toThrow();
  });
});
