import { describe, expect, it } from '@jest/globals';
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
});
