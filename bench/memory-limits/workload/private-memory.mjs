import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/**
 * Bytes of this process's resident memory that are its own and that a container charges to it: without the pages of files, such
 * as of Node's executable, that processes share. All of it where the machine does not tell.
 */
export function privateMemoryBytes() {
  try {
    const [, resident, shared] = readFileSync('/proc/self/statm', 'utf8').split(' ').map(Number);
    return (resident - shared) * PAGE_BYTES;
  } catch {
    return process.memoryUsage.rss();
  }
}
