import { dirname, join } from 'node:path/posix';
import type { SensedFiles } from './sensed-files.js';

/** Where the memory of this process's control group, and of those around it, can be read. */
export interface GroupFolders {
  /** Of the control groups, 1 or 2. */
  readonly version: 1 | 2;
  /** From the group of this process up to the outermost one that can be seen. */
  readonly folders: readonly string[];
}

interface Mount {
  /** The group that is mounted; `/` for the outermost one of the namespace. */
  readonly root: string;
  readonly point: string;
}

/**
 * Finds the control groups that govern this process's memory, those of version 1 before those of version 2, as its path in
 * `/proc/self/cgroup` and the mounts in `/proc/self/mountinfo` say; the usual folders where mounts are not told. `undefined`
 * where the machine tells of no groups.
 */
export function findGroupFolders(files: SensedFiles): readonly GroupFolders[] | undefined {
  const groups = files.readText('/proc/self/cgroup');
  if (groups === undefined) return undefined;
  const mounts = files.readText('/proc/self/mountinfo') ?? '';
  const pathOfV1 = pathOf(groups, ([, controllers]) => controllers!.split(',').includes('memory'));
  const pathOfV2 = pathOf(groups, ([id, controllers]) => id === '0' && controllers === '');
  const ofV1 = mountOf(mounts, (type, options) => type === 'cgroup' && options.split(',').includes('memory'));
  const ofV2 = mountOf(mounts, (type) => type === 'cgroup2');
  const found: GroupFolders[] = [];
  if (pathOfV1 !== undefined) {
    found.push({ version: 1, folders: upwards(ofV1 ?? { root: '/', point: '/sys/fs/cgroup/memory' }, pathOfV1) });
  }
  if (pathOfV2 !== undefined) {
    found.push({ version: 2, folders: upwards(ofV2 ?? { root: '/', point: '/sys/fs/cgroup' }, pathOfV2) });
  }
  return found;
}

function pathOf(groups: string, isMeant: (fields: readonly string[]) => boolean): string | undefined {
  for (const line of groups.split('\n')) {
    const [id, controllers, ...path] = line.split(':');
    if (path.length > 0 && isMeant([id!, controllers!])) return path.join(':');
  }
  return undefined;
}

/** The first mount of a kind; a line is `id parent device root point options [tags] - type source options`. */
function mountOf(mounts: string, isMeant: (type: string, options: string) => boolean): Mount | undefined {
  for (const line of mounts.split('\n')) {
    const [place = '', kind = ''] = line.split(' - ');
    const [, , , root, point] = place.split(' ');
    const [type = '', , options = ''] = kind.split(' ');
    if (root && point && isMeant(type, options)) return { root: unescaped(root), point: unescaped(point) };
  }
  return undefined;
}

/** The folder of a group and those around it; a group outside of what is mounted is seen as the mount itself. */
function upwards({ root, point }: Mount, path: string): string[] {
  const isWithin = !path.split('/').includes('..') && (root === '/' || path.startsWith(`${root}/`));
  const within = isWithin ? path.slice(root.length) : '';
  const folders: string[] = [];
  let folder = join(point, within).replace(/(.)\/$/, '$1');
  while (folder.length > point.length) {
    folders.push(folder);
    folder = dirname(folder);
  }
  return [...folders, point];
}

/** Mount tables write blanks, tabs, line ends and backslashes as octal numbers. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
