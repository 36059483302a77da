import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import { must, type OptionRule, readOptions } from '../engine/options/option-rules.js';

/** Where the page is, and which endpoints it shows. */
export interface DashboardOptions {
  /** The page's path; `cache-memory-dashboard` unless said. */
  readonly path?: string | undefined;
  /** The path of the management endpoints, as it was given to their module; `cache-memory` unless said. */
  readonly endpoints?: string | undefined;
  /** Who may load the page. It holds no data: what it shows, and what it may do, the guards of the endpoints decide. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /** The modules that export what the guards inject. */
  readonly imports?: ModuleMetadata['imports'] | undefined;
}

/** The options once they are read. */
export interface DashboardSettings {
  readonly path: string;
  readonly endpoints: string;
  readonly guards: readonly (Type<CanActivate> | CanActivate)[];
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

const pathRule: OptionRule<string> = must(
  "a path of letters, digits, '-', '_', '.' and '/'",
  (value) => typeof value === 'string' && /^\/?[\w-][\w.-]*(\/[\w-][\w.-]*)*\/?$/.test(value),
);

const path: OptionRule<string> = (value, option) => pathRule(value, option).replaceAll(/^\/|\/$/g, '');

const rules = {
  path,
  endpoints: path,
  guards: must<DashboardSettings['guards']>('a list of guards', Array.isArray),
  imports: must<DashboardSettings['imports']>('a list of modules', Array.isArray),
};

/** Reads the options. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function readDashboardOptions(options: DashboardOptions): DashboardSettings {
  const read = readOptions(options, rules, 'dashboard');
  return Object.freeze({
    path: read.path ?? 'cache-memory-dashboard',
    endpoints: read.endpoints ?? 'cache-memory',
    guards: read.guards ?? [],
    imports: read.imports ?? [],
  });
}
