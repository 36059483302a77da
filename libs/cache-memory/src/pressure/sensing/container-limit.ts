import { totalmem } from 'node:os';
import { findGroupFolders } from './group-folders.js';
import { limitedGroups } from './limited-groups.js';
import { nodeFiles } from './node-files.js';
import type { SensedFiles } from './sensed-files.js';

/** Where limits are looked for. */
export interface ContainerLimitFacts {
  readonly files: SensedFiles;
  readonly machineBytes: number;
  /** What Node knows of the limit, in bytes, for machines without control groups. */
  readonly constrainedBytes: number;
}

/**
 * Bytes that the container allows this process: the least limit on the way from its control group up to the root, of cgroup
 * v2 (`memory.max`, `memory.high`) or v1; what Node knows of it where there are no control groups; `undefined` where there is
 * none below the machine's memory.
 */
export function containerLimitBytes(facts: ContainerLimitFacts = factsOfThisMachine()): number | undefined {
  const { files, machineBytes, constrainedBytes } = facts;
  const folders = findGroupFolders(files);
  if (!folders) return constrainedBytes > 0 && constrainedBytes < machineBytes ? constrainedBytes : undefined;
  const groups = folders.flatMap((each) => limitedGroups(each, files, machineBytes));
  return groups.length > 0 ? Math.min(...groups.map(({ limitBytes }) => limitBytes)) : undefined;
}

function factsOfThisMachine(): ContainerLimitFacts {
  return { files: nodeFiles, machineBytes: totalmem(), constrainedBytes: process.constrainedMemory() };
}
