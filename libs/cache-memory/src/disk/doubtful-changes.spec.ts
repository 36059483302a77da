import { describe, expect, it } from '@jest/globals';
import type { DiskChange } from './disk-change.js';
import { DoubtfulChanges } from './doubtful-changes.js';

const forget = (key: string): DiskChange => ({ kind: 'forget', key });
const clear = (...tags: string[]): DiskChange => ({ kind: 'clear', tags: tags.length > 0 ? tags : undefined });

function after(...failed: DiskChange[]): DoubtfulChanges {
  const doubtful = new DoubtfulChanges();
  for (const change of failed) doubtful.add(change);
  return doubtful;
}

describe('doubtful changes', () => {
  it('are none at first', () => {
    expect(after()).toMatchObject({ isEmpty: true });
    expect(after().outlast([])).toBe(false);
  });

  it('outlast whatever else is changed', () => {
    const doubtful = after(forget('a'), clear('t', 'u'));
    doubtful.settle([forget('b'), clear('t')]);
    expect(doubtful.hasKey('a')).toBe(true);
    expect(doubtful.outlast([forget('a')])).toBe(true);
    expect(doubtful.outlast([forget('a'), clear('u')])).toBe(false);
  });

  it('end when the key is written or forgotten, and when everything is cleared', () => {
    const doubtful = after(forget('a'), clear());
    doubtful.settle([forget('a')]);
    expect(doubtful.hasKey('a')).toBe(false);
    expect(doubtful.isEmpty).toBe(false);
    doubtful.settle([clear()]);
    expect(doubtful.isEmpty).toBe(true);
  });

  it('of a key named like a tag are not taken for those of the tag', () => {
    expect(after(clear('a')).outlast([forget('a')])).toBe(true);
    expect(after(forget('all')).hasKey('all')).toBe(true);
    expect(after(clear()).hasKey('all')).toBe(false);
  });
});
