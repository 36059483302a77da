import { CacheMemory } from './cache-memory.js';
import type { CacheMemoryOptions } from './cache-memory-options.js';
import { CheckTimer } from './check-timer.js';
import { warnOfFindings } from './warn-of-findings.js';

/**
 * Composes caches and their memory monitor without Nest, and checks memory on a timer that does not keep the process alive.
 * `await close()` ends both. A check that throws is told as a process warning, and so is, once, what the audit of heap and
 * container finds. Regions that say `rebuildAtStart` are rebuilt behind it, and a source that fails is a process warning too;
 * `await memory.rebuildAtStart()` waits for them.
 */
export function createCacheMemory(options: CacheMemoryOptions = {}): CacheMemory {
  const memory = new CacheMemory(options);
  const timer = new CheckTimer(
    () => memory.check(),
    memory.memory.checkIntervalMs,
    (error) => process.emitWarning(`memory check failed: ${String(error)}`, 'CacheMemoryWarning'),
  );
  timer.start();
  warnOfFindings(memory.audit());
  memory
    .rebuildAtStart()
    .catch((error: unknown) => process.emitWarning(`region was not rebuilt: ${String(error)}`, 'CacheMemoryWarning'));
  memory.on('memory.closed', () => timer.stop());
  return memory;
}
