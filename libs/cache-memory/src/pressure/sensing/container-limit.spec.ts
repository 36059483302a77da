import { describe, expect, it } from '@jest/globals';
import { GivenFiles } from '../../../test/given-files.js';
import { containerLimitBytes } from './container-limit.js';

const MB = 2 ** 20;
const limitIn = (texts: Record<string, string>, constrainedBytes = 0) =>
  containerLimitBytes({ files: new GivenFiles(texts), machineBytes: 64_000 * MB, constrainedBytes });

describe('containerLimitBytes', () => {
  it('is the least limit on the way up', () => {
    const texts = {
      '/proc/self/cgroup': '0::/pod/app\n',
      '/sys/fs/cgroup/pod/app/memory.max': `${512 * MB}\n`,
      '/sys/fs/cgroup/pod/memory.max': `${256 * MB}\n`,
    };
    expect(limitIn(texts)).toBe(256 * MB);
  });

  it('reads the hierarchical limit of a version 1 group', () => {
    const texts = {
      '/proc/self/cgroup': '5:cpu:/x\n4:memory:/docker/abc\n',
      '/sys/fs/cgroup/memory/docker/abc/memory.stat': `cache 1\nhierarchical_memory_limit ${300 * MB}\n`,
    };
    expect(limitIn(texts)).toBe(300 * MB);
  });

  it('believes Node where there are no control groups', () => {
    expect(limitIn({}, 700 * MB)).toBe(700 * MB);
    expect(limitIn({}, 64_000 * MB)).toBeUndefined();
    expect(limitIn({}, 1.8e19)).toBeUndefined();
    expect(limitIn({}, 0)).toBeUndefined();
  });

  it('knows no limit where no group sets one', () => {
    expect(limitIn({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': 'max\n' })).toBeUndefined();
  });

  it('reads this machine without failing', () => {
    expect([undefined, expect.any(Number)]).toContainEqual(containerLimitBytes());
  });
});
