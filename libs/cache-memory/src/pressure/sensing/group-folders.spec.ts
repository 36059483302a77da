import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GivenFiles } from '../../../test/given-files.js';
import { findGroupFolders } from './group-folders.js';

const V2_MOUNT = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup rw,nsdelegate';
const V1_MOUNT = '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory';
const foundIn = (cgroup: string, mounts?: string) =>
  findGroupFolders(
    new GivenFiles({
      '/proc/self/cgroup': cgroup,
      ...(mounts !== undefined && { '/proc/self/mountinfo': `22 1 8:1 / / rw - ext4 /dev/sda rw\n${mounts}\n` }),
    }),
  );

describe('findGroupFolders', () => {
  it('goes from a nested group of version 2 up to its mount', () => {
    expect(foundIn('0::/kubepods/pod7/app\n', V2_MOUNT)).toEqual([
      {
        version: 2,
        folders: [
          '/sys/fs/cgroup/kubepods/pod7/app',
          '/sys/fs/cgroup/kubepods/pod7',
          '/sys/fs/cgroup/kubepods',
          '/sys/fs/cgroup',
        ],
      },
    ]);
  });

  it('sees the group of its own namespace as the mount itself', () => {
    expect(foundIn('0::/\n', V2_MOUNT)).toEqual([{ version: 2, folders: ['/sys/fs/cgroup'] }]);
  });

  it('knows that a container without a namespace of its own sees its group mounted, under its path on the host', () => {
    const mount = '9 8 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory';
    expect(foundIn('4:memory:/docker/abc/worker\n', mount)).toEqual([
      { version: 1, folders: ['/sys/fs/cgroup/memory/worker', '/sys/fs/cgroup/memory'] },
    ]);
    expect(foundIn('4:memory:/docker/abc\n', mount)).toEqual([{ version: 1, folders: ['/sys/fs/cgroup/memory'] }]);
    expect(foundIn('4:memory:/docker/abcdef\n', mount)).toEqual([{ version: 1, folders: ['/sys/fs/cgroup/memory'] }]);
  });

  it('sees a group outside of its namespace as the mount itself', () => {
    expect(foundIn('0::/../../other\n', V2_MOUNT)).toEqual([{ version: 2, folders: ['/sys/fs/cgroup'] }]);
  });

  it('finds memory in version 1 where other controllers are in version 2', () => {
    const mounts = `${V1_MOUNT}\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw`;
    expect(foundIn('9:name=systemd:/\n4:cpu,memory:/app\n0::/\n', mounts)).toEqual([
      { version: 1, folders: ['/sys/fs/cgroup/memory/app', '/sys/fs/cgroup/memory'] },
      { version: 2, folders: ['/sys/fs/cgroup/unified'] },
    ]);
  });

  it('takes the usual folders where mounts are not told', () => {
    expect(foundIn('4:memory:/a\n0::/b\n')).toEqual([
      { version: 1, folders: ['/sys/fs/cgroup/memory/a', '/sys/fs/cgroup/memory'] },
      { version: 2, folders: ['/sys/fs/cgroup/b', '/sys/fs/cgroup'] },
    ]);
  });

  it('reads names with colons and mounts with blanks', () => {
    const mount = '9 8 0:32 / /mnt/control\\040groups rw - cgroup2 cgroup rw';
    expect(foundIn('0::/a:b\n', mount)?.[0]?.folders[0]).toBe('/mnt/control groups/a:b');
  });

  it('finds none where nothing is told, and says so', () => {
    expect(findGroupFolders(new GivenFiles({}))).toBeUndefined();
    expect(foundIn('', '')).toEqual([]);
  });

  it('never fails and never leaves the mount, whatever the files say', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom('0::', '0::/..', '4:memory:', '4:memory://x//', ':::::', ' - '));
    const text = fc.array(line).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, (cgroup) => {
        const folders = (foundIn(cgroup, V2_MOUNT) ?? []).flatMap((each) => each.folders);
        expect(folders.every((folder) => folder.startsWith('/sys/fs/cgroup'))).toBe(true);
      }),
    );
  });

  it('takes for the group of version 2 the one that has the number 0 and no controllers', () => {
    const groups = '5::/other\n0:cpu:/other\n0::/app\n';
    expect(foundIn(groups, V2_MOUNT)?.at(-1)?.folders[0]).toBe('/sys/fs/cgroup/app');
  });

  it('takes for the mount of version 1 the one of its type that has memory', () => {
    const others = '33 31 0:31 / /cpu rw - cgroup cgroup rw,cpu\n34 31 0:31 / /other rw - tmpfs tmpfs rw,memory';
    expect(foundIn('4:memory:/\n', `${others}\n${V1_MOUNT}`)?.[0]?.folders).toEqual(['/sys/fs/cgroup/memory']);
  });

  it('passes over mounts that do not say where they are', () => {
    const broken = '9 8 0:32 - cgroup2 cgroup2 rw\n9 8 0:32 / - cgroup2 cgroup2 rw';
    expect(foundIn('0::/\n', `${broken}\n${V2_MOUNT}`)?.[0]?.folders).toEqual(['/sys/fs/cgroup']);
  });

  it('sees a group with a slash at its end as the one without', () => {
    expect(foundIn('0::/app/\n', V2_MOUNT)?.[0]?.folders).toEqual(['/sys/fs/cgroup/app', '/sys/fs/cgroup']);
  });
});
