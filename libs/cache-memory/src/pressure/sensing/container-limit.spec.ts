import { describe, expect, it } from '@jest/globals';
import { containerLimitBytes } from './container-limit.js';

const MB = 2 ** 20;
const limitIn = (files: Record<string, string>, machineBytes = 64_000 * MB) =>
  containerLimitBytes((path) => files[path], machineBytes);

describe('containerLimitBytes', () => {
  it('reads the limit of a version 2 group', () => {
    expect(limitIn({ '/proc/self/cgroup': '0::/app\n', '/sys/fs/cgroup/app/memory.max': `${512 * MB}\n` })).toBe(
      512 * MB,
    );
  });

  it('finds a limit that is set on a parent', () => {
    const files = {
      '/proc/self/cgroup': '0::/pod/app\n',
      '/sys/fs/cgroup/pod/app/memory.max': 'max\n',
      '/sys/fs/cgroup/pod/memory.max': `${256 * MB}\n`,
    };
    expect(limitIn(files)).toBe(256 * MB);
  });

  it('takes memory.high where that is the lower one', () => {
    const files = {
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': `${512 * MB}\n`,
      '/sys/fs/cgroup/memory.high': `${400 * MB}\n`,
    };
    expect(limitIn(files)).toBe(400 * MB);
  });

  it('reads the hierarchical limit of a version 1 group', () => {
    const files = {
      '/proc/self/cgroup': '5:cpu:/x\n4:memory:/docker/abc\n',
      '/sys/fs/cgroup/memory/docker/abc/memory.stat': `cache 1\nhierarchical_memory_limit ${300 * MB}\n`,
    };
    expect(limitIn(files)).toBe(300 * MB);
  });

  it('knows no limit where the group allows more than the machine has', () => {
    const files = {
      '/proc/self/cgroup': '4:memory:/\n',
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712',
    };
    expect(limitIn(files)).toBeUndefined();
  });

  it('knows no limit where nothing can be read', () => {
    expect(limitIn({})).toBeUndefined();
  });

  it('reads this machine without failing', () => {
    expect([undefined, expect.any(Number)]).toContainEqual(containerLimitBytes());
  });
});
