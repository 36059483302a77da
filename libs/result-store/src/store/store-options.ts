import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCell } from '../results/describe-cell.js';
import { ResultStoreError } from '../results/errors.js';
import { DirectoryStorage } from '../storage/directory-storage.js';
import type { ResultStorage } from '../storage/result-storage.js';

/** Says whether the process has memory to spare; `CacheMemory` of nestjs-cache-memory is one. */
export interface MemoryOutlook {
  readonly isRelaxed: boolean;
}

/** Memory that can be given back, as nestjs-cache-memory's `MemoryReclaimer` describes it. */
export interface Reclaimer {
  readonly name: string;
  /** Bytes that could be given back. */
  estimateBytes(): number;
  /** Gives back about so many bytes; answers how many it gave at once. */
  reclaim(bytes: number): number;
}

/** A `MemoryOutlook` that asks for memory back under pressure; `CacheMemory` of nestjs-cache-memory is one. */
export interface MemoryGovernor extends MemoryOutlook {
  /** Puts a user of memory under it; answers what takes it away. */
  register(reclaimer: Reclaimer): () => void;
}

/** Where a store writes what it does; Nest's `Logger` and `console` are such. */
export interface StoreLog {
  /** Something was done. */
  log(message: string): void;
  /** Something could not be done. */
  warn(message: string): void;
}

/** Which sets a clean-up removes: the oldest first, until all that is said holds. */
export interface CleanUpLimits {
  /** Milliseconds after which a set may go. */
  readonly maxAgeMs?: number | undefined;
  readonly maxSets?: number | undefined;
  /** Bytes that the sets may take together. */
  readonly maxBytes?: number | undefined;
  /** Bytes that shall be free on the disk; sets in memory stay, for they take none of it. */
  readonly minFreeBytes?: number | undefined;
}

/** How a store is set up; every option has a default. */
export interface ResultStoreOptions {
  /** Where sets on disk are kept; `nestjs-result-store` in the system's directory for temporary files unless said. */
  readonly directory?: string | undefined;
  /** Where they are kept instead of a directory, such as an object store; a `DirectoryStorage` of `directory` unless said. */
  readonly storage?: ResultStorage | undefined;
  /** Subjects up to which a set stays in memory; 1,000 unless said. */
  readonly memorySubjects?: number | undefined;
  /** Bytes up to which one set stays in memory; 64 MiB unless said. */
  readonly memoryBytes?: number | undefined;
  /** Bytes up to which all sets in memory stay there; 256 MiB unless said. */
  readonly totalMemoryBytes?: number | undefined;
  /** Under pressure, sets go to disk at once, and where it can ask for memory, those in memory follow; none unless said. */
  readonly memory?: MemoryOutlook | MemoryGovernor | undefined;
  /** Subjects in a chunk: a file, and what a crash loses at the most; 5,000 unless said. */
  readonly chunkSubjects?: number | undefined;
  /** Bytes after which a chunk ends with the subject at hand; 32 MiB unless said. */
  readonly chunkBytes?: number | undefined;
  /** Subjects in a row group, the least that is read at once; 250 unless said. */
  readonly groupSubjects?: number | undefined;
  /** Sets that may be written at the same time; 2 unless said. */
  readonly maxWriters?: number | undefined;
  /** Whether Parquet is encoded in a worker thread; `true` unless said. */
  readonly worker?: boolean | undefined;
  /** What `cleanUp` keeps to unless told otherwise, and what is kept to after every set that is completed; nothing unless said. */
  readonly limits?: CleanUpLimits | undefined;
  /** Where clean-ups and moves to disk are written; nowhere unless said. */
  readonly log?: StoreLog | undefined;
}

/** The options of a store, with its defaults. */
export interface StoreSettings {
  readonly storage: ResultStorage;
  readonly memorySubjects: number;
  readonly memoryBytes: number;
  readonly totalMemoryBytes: number;
  readonly memory: MemoryOutlook | MemoryGovernor;
  readonly chunkSubjects: number;
  readonly chunkBytes: number;
  readonly groupSubjects: number;
  readonly maxWriters: number;
  readonly worker: boolean;
  readonly limits: CleanUpLimits;
  readonly log: StoreLog;
}

const MIB = 2 ** 20;
const SILENT: StoreLog = { log: () => undefined, warn: () => undefined };

const DIRECTORY = join(tmpdir(), 'nestjs-result-store');

const DEFAULTS: Omit<StoreSettings, 'storage'> = {
  memorySubjects: 1_000,
  memoryBytes: 64 * MIB,
  totalMemoryBytes: 256 * MIB,
  memory: { isRelaxed: true },
  chunkSubjects: 5_000,
  chunkBytes: 32 * MIB,
  groupSubjects: 250,
  maxWriters: 2,
  worker: true,
  limits: {},
  log: SILENT,
};

const STORAGE_METHODS = ['put', 'open', 'list', 'delete', 'freeBytes'] as const;
const LIMITS: Required<Record<keyof CleanUpLimits, true>> = { maxAgeMs: true, maxSets: true, maxBytes: true, minFreeBytes: true }; // prettier-ignore

/** Checks options and fills in the defaults. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
export function readStoreOptions({ directory, storage, ...options }: ResultStoreOptions = {}): StoreSettings {
  const read: Record<string, unknown> = { ...DEFAULTS, storage: readStorage(directory, storage) };
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw unknown(name, ['directory', 'storage', ...Object.keys(DEFAULTS)]);
    if (value === undefined) continue;
    const standard = DEFAULTS[name as keyof typeof DEFAULTS];
    if (typeof standard === 'number') requireCount(`options.${name}`, value);
    else if (typeof value !== typeof standard || value === null) {
      throw invalid(`options.${name}`, `a value of type ${typeof standard}`, value);
    }
    read[name] = value;
  }
  readLimits(read['limits'] as CleanUpLimits);
  return Object.freeze(read) as unknown as StoreSettings;
}

function readStorage(directory: unknown = DIRECTORY, storage?: ResultStorage): ResultStorage {
  if (typeof directory !== 'string' || directory === '') throw invalid('options.directory', 'a path', directory);
  if (!storage) return new DirectoryStorage(directory);
  const lacks = STORAGE_METHODS.find((method) => typeof storage[method] !== 'function');
  if (lacks !== undefined) throw invalid('options.storage', `a storage with the method ${lacks}`, storage);
  if (directory === DIRECTORY) return storage;
  throw invalid('options.directory', 'either a directory or a storage', directory);
}

/** Checks the limits of a clean-up. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
export function readLimits(limits: CleanUpLimits): CleanUpLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(LIMITS, name)) throw unknown(`limits.${name}`, Object.keys(LIMITS));
    if (value !== undefined && value !== 0) requireCount(`limits.${name}`, value);
  }
  return limits;
}

function requireCount(option: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw invalid(option, 'a whole number of at least 1', value);
}

function invalid(subject: string, expected: string, value: unknown): ResultStoreError {
  const found = describeCell(value);
  return new ResultStoreError('INVALID_OPTION', { subject, expected, found, remedy: 'correct it, or leave it out' });
}

function unknown(name: string, known: readonly string[]): ResultStoreError {
  return new ResultStoreError('UNKNOWN_OPTION', {
    subject: 'options of the result store',
    expected: `options among ${known.join(', ')}`,
    found: `'${name}'`,
    remedy: 'correct the name',
  });
}
