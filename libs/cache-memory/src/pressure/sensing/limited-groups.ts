import { byteCount } from './byte-count.js';
import type { GroupFolders } from './group-folders.js';
import type { SensedFiles } from './sensed-files.js';
import { statField } from './stat-field.js';

/** A control group that limits the memory of this process. */
export interface LimitedGroup {
  readonly version: 1 | 2;
  readonly folder: string;
  readonly limitBytes: number;
}

/**
 * The control groups that set a limit below `machineBytes`, the innermost first: of version 2 by `memory.max` or, where it is less,
 * `memory.high`; of version 1 by `memory.limit_in_bytes`, and `hierarchical_memory_limit` for groups that cannot be seen.
 */
export function limitedGroups(
  { version, folders }: GroupFolders,
  files: SensedFiles,
  machineBytes: number,
): LimitedGroup[] {
  const limitIn = (folder: string) => (version === 2 ? limitOfV2(folder, files) : limitOfV1(folder, files));
  const groups = folders.map((folder) => ({ version, folder, limitBytes: limitIn(folder) }));
  const leaf = version === 1 ? hierarchicalLimit(folders, files) : undefined;
  if (leaf && groups.every(({ limitBytes }) => limitBytes > leaf.limitBytes)) groups.unshift({ version, ...leaf });
  return groups.filter(({ limitBytes }) => limitBytes < machineBytes);
}

function limitOfV2(folder: string, files: SensedFiles): number {
  const most = positive(byteCount(files.readText(`${folder}/memory.max`)));
  return Math.min(most, positive(byteCount(files.readText(`${folder}/memory.high`))));
}

function limitOfV1(folder: string, files: SensedFiles): number {
  return positive(byteCount(files.readText(`${folder}/memory.limit_in_bytes`)));
}

/** The least limit on the way up, as the innermost group that can be read tells it. */
function hierarchicalLimit(
  folders: readonly string[],
  files: SensedFiles,
): { folder: string; limitBytes: number } | undefined {
  for (const folder of folders) {
    const stat = files.readText(`${folder}/memory.stat`);
    if (stat !== undefined) return { folder, limitBytes: positive(statField(stat, 'hierarchical_memory_limit')) };
  }
  return undefined;
}

function positive(bytes: number | undefined): number {
  return bytes === undefined || bytes === 0 ? Infinity : bytes;
}
