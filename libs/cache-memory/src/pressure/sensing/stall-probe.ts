import { findGroupFolders } from './group-folders.js';
import { Paced } from './paced.js';
import type { Probe } from './probe.js';
import type { OpenedFile, SensedFiles } from './sensed-files.js';

const STALL_AGE_MS = 1_000;
const SOME_OF_TEN_SECONDS = /^some avg10=(\d+(?:\.\d+)?)/m;

/**
 * Senses how much of the last ten seconds, 0 to 1, something waited for memory: in the container or, where only the machine
 * tells, on it (Linux pressure stall information). There is nothing to read where the kernel does not tell.
 */
export function stallProbe(files: SensedFiles, now: () => number): Probe<number> {
  const file = openStallFile(files);
  const share = new Paced(() => stallShare(file?.read()), now);
  return { name: 'stall', read: () => share.read(STALL_AGE_MS), close: () => file?.close() };
}

/** The share that a file of stalls tells, 0 to 1; `undefined` where it tells none. */
export function stallShare(text: string | undefined): number | undefined {
  const percent = SOME_OF_TEN_SECONDS.exec(text ?? '')?.[1];
  return percent === undefined ? undefined : Math.min(1, Number(percent) / 100);
}

function openStallFile(files: SensedFiles): OpenedFile | undefined {
  const ofV2 = findGroupFolders(files)?.find(({ version }) => version === 2);
  const paths = [...(ofV2 ? [`${ofV2.folders[0]}/memory.pressure`] : []), '/proc/pressure/memory'];
  for (const path of paths) {
    const file = files.open(path);
    if (stallShare(file?.read()) !== undefined) return file;
    file?.close();
  }
  return undefined;
}
