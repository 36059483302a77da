import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { type ByteSize, parseByteSize } from '../engine/options/byte-size.js';
import { CacheMemoryError } from '../engine/errors.js';
import { must, readOptions } from '../engine/options/option-rules.js';
import type { TierPlace } from '../tiers/tier.js';
import { DiskStore } from './disk-store.js';
import { DiskTier } from './disk-tier.js';

/** Where snapshots are kept on disk, and how many. */
export interface DiskOptions {
  /** The folder, made where it is missing, readable for its owner alone; one process at a time has it. */
  readonly directory: string;
  /** The most bytes of each region, more or less; what was used least recently goes first; `'1GB'` unless said. */
  readonly maxBytes?: ByteSize | undefined;
}

const DEFAULT_MAX_BYTES = 1024 ** 3;

const rules = {
  directory: must<string>('the path of a folder', (value) => typeof value === 'string' && value.trim().length > 0),
  maxBytes: parseByteSize,
};

/**
 * A place on disk: what was kept survives the end of the process, however it ends. Each region has a folder of its own. Opening
 * rejects with `TIER_IN_USE` where another process, or another cache, has it open. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`.
 */
export function diskPlace(options: DiskOptions): TierPlace {
  const { directory, maxBytes = DEFAULT_MAX_BYTES } = readOptions(options, rules, 'disk');
  if (directory === undefined) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'disk.directory',
      expected: 'the path of a folder',
      found: 'none',
      remedy: "add one, for example directory: '/var/cache/my-service'",
    });
  }
  return {
    open: async (region) => {
      const folder = join(resolve(directory), folderName(region));
      return new DiskTier(await openStore(folder, maxBytes), {
        reopen: (commits) => openStore(folder, maxBytes, commits),
        discredit: () => DiskStore.discredit(folder),
      });
    },
  };
}

async function openStore(folder: string, maxBytes: number, known?: number): Promise<DiskStore> {
  try {
    return await DiskStore.open(folder, maxBytes, Date.now(), known);
  } catch (error) {
    if (!isLocked(error)) throw error;
    const problem = {
      subject: `folder ${folder}`,
      expected: 'a folder that nobody else has open',
      found: 'one that another process or another cache has open',
      remedy: 'give each process a directory of its own, for example one named after its instance',
    };
    throw new CacheMemoryError('TIER_IN_USE', problem, { cause: error });
  }
}

/** LevelDB wraps its reason. */
function isLocked(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return code === 'LEVEL_LOCKED' || (cause !== undefined && isLocked(cause));
}

/** A name that every file system takes, and that no two regions share. */
function folderName(region: string): string {
  const readable = region.replaceAll(/[^a-z0-9-]+/giu, '-').slice(0, 40);
  return `${readable}-${createHash('sha256').update(region).digest('hex').slice(0, 16)}`;
}
