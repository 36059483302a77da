import type { CacheMemory } from 'nestjs-cache-memory';
import type { ResultStoreOptions } from 'nestjs-result-store';

/**
 * The store of populations: in `RESULTS_DIRECTORY`, or the folder for temporary files; at most two are written at a time, and
 * under memory pressure even small ones go to disk.
 */
export function populationsStore(
  memory: CacheMemory,
  environment: NodeJS.ProcessEnv = process.env,
): ResultStoreOptions {
  const directory = environment['RESULTS_DIRECTORY'];
  return { memory, ...(directory && { directory }) };
}
