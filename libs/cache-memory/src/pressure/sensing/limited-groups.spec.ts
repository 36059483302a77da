import { describe, expect, it } from '@jest/globals';
import { GivenFiles } from '../../../test/given-files.js';
import { limitedGroups } from './limited-groups.js';

const limits = (version: 1 | 2, folders: string[], texts: Record<string, string>) =>
  limitedGroups({ version, folders }, new GivenFiles(texts), 10_000).map(({ folder, limitBytes }) => [
    folder,
    limitBytes,
  ]);

describe('limitedGroups', () => {
  it('names each group of version 2 that sets a limit, by the lower of its two', () => {
    const texts = {
      '/pod/app/memory.max': '500\n',
      '/pod/app/memory.high': '400\n',
      '/pod/memory.max': 'max\n',
      '/memory.max': '900\n',
      '/pod/app/memory.limit_in_bytes': '1\n',
    };
    expect(limits(2, ['/pod/app', '/pod', ''], texts)).toEqual([
      ['/pod/app', 400],
      ['', 900],
    ]);
  });

  it('names each group of version 1 that sets a limit', () => {
    const texts = { '/a/memory.limit_in_bytes': '500\n', '/memory.limit_in_bytes': '700\n', '/a/memory.max': '1\n' };
    expect(limits(1, ['/a', ''], texts)).toEqual([
      ['/a', 500],
      ['', 700],
    ]);
  });

  it('names first, of version 1, a limit that a group sets which cannot be seen', () => {
    const texts = {
      '/a/memory.limit_in_bytes': '500\n',
      '/memory.limit_in_bytes': '700\n',
      '/memory.stat': 'cache 1\nhierarchical_memory_limit 300\n',
    };
    expect(limits(1, ['/a', ''], texts)).toEqual([
      ['', 300],
      ['/a', 500],
      ['', 700],
    ]);
  });

  it.each([500, 600])('names no limit twice that a group sets which can be seen: %d', (least) => {
    const texts = {
      '/a/memory.limit_in_bytes': '500\n',
      '/a/memory.stat': `hierarchical_memory_limit ${least}\n`,
      '/memory.limit_in_bytes': '700\n',
    };
    expect(limits(1, ['/a', ''], texts)).toEqual([
      ['/a', 500],
      ['', 700],
    ]);
  });

  it('takes the memory of the machine, more, nothing and 0 for no limit', () => {
    const texts = { '/a/memory.max': '10000\n', '/b/memory.max': '10001\n', '/c/memory.max': '0\n' };
    expect(limits(2, ['/a', '/b', '/c', '/d'], texts)).toEqual([]);
    expect(limits(2, ['/a'], { '/a/memory.max': '9999\n' })).toEqual([['/a', 9_999]]);
  });
});
