import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import type { Duration } from '../engine/options/duration.js';
import { CacheMemoryError } from '../engine/errors.js';
import { parseInterval } from '../engine/options/interval.js';
import { flag, must, type OptionRule, positiveInteger, readOptions } from '../engine/options/option-rules.js';

/** A guard: its class, which Nest makes, or an instance. */
export type ManagementGuard = Type<CanActivate> | CanActivate;

/** Where the management endpoints are, and who may do what. */
export interface ManagementOptions {
  /** The path below which they are; `cache-memory` unless said. */
  readonly path?: string | undefined;
  /** Who may come in at all. Without one the module refuses to start, unless `allowUnguarded` is `true`. */
  readonly guards?: readonly ManagementGuard[] | undefined;
  /** The modules that export what the guards inject. */
  readonly imports?: ModuleMetadata['imports'] | undefined;
  /** Whether the endpoints may be open to everyone who reaches the port; `false` unless said. */
  readonly allowUnguarded?: boolean | undefined;
  /** Whether anything can be changed through the endpoints; `false` unless said. */
  readonly writes?: boolean | undefined;
  /** Who may change things, asked after `guards`. */
  readonly writeGuards?: readonly ManagementGuard[] | undefined;
  /** Whether entries are listed with their keys; `false` unless said. Values are never shown. */
  readonly showKeys?: boolean | undefined;
  /** Time between two snapshots in the stream of events; `'2s'` unless said. */
  readonly eventInterval?: Duration | undefined;
  /** Streams of events that may be open at a time; 50 unless said. */
  readonly maxStreams?: number | undefined;
}

/** The options once they are read. */
export interface ManagementSettings {
  readonly path: string;
  readonly guards: readonly ManagementGuard[];
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly writes: boolean;
  readonly writeGuards: readonly ManagementGuard[];
  readonly showKeys: boolean;
  readonly eventIntervalMs: number;
  readonly maxStreams: number;
}

const isGuard = (value: unknown): boolean =>
  typeof value === 'function' || typeof (value as CanActivate | null)?.canActivate === 'function';

const guards: OptionRule<readonly ManagementGuard[]> = must(
  'a list of guards: classes, or objects with canActivate()',
  (value) => Array.isArray(value) && value.every(isGuard),
);

const path: OptionRule<string> = must(
  "a path of letters, digits, '-', '_', '.' and '/'",
  (value) => typeof value === 'string' && /^\/?[\w-][\w.-]*(\/[\w-][\w.-]*)*\/?$/.test(value),
);

const rules = {
  path,
  guards,
  imports: must<NonNullable<ModuleMetadata['imports']>>('a list of modules', Array.isArray),
  allowUnguarded: flag,
  writes: flag,
  writeGuards: guards,
  showKeys: flag,
  eventInterval: parseInterval,
  maxStreams: positiveInteger,
};

/** Reads the options. Throws `UNKNOWN_OPTION`, `INVALID_OPTION`, or `UNGUARDED` where nobody would be kept out by intent. */
export function readManagementOptions(options: ManagementOptions): ManagementSettings {
  const read = readOptions(options, rules, 'management');
  if (!read.guards?.length && read.allowUnguarded !== true) throw unguarded();
  return Object.freeze({
    path: read.path ?? 'cache-memory',
    guards: read.guards ?? [],
    imports: read.imports ?? [],
    writes: read.writes ?? false,
    writeGuards: read.writeGuards ?? [],
    showKeys: read.showKeys ?? false,
    eventIntervalMs: read.eventInterval ?? 2_000,
    maxStreams: read.maxStreams ?? 50,
  });
}

function unguarded(): CacheMemoryError {
  return new CacheMemoryError('UNGUARDED', {
    subject: 'management.guards',
    expected: 'at least one guard',
    found: 'none',
    remedy:
      'name the guards of your application, or say allowUnguarded: true where the port is out of reach for strangers',
  });
}
