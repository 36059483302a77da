import {
  type ConfigurableModuleAsyncOptions,
  ConfigurableModuleBuilder,
  type ConfigurableModuleCls,
} from '@nestjs/common';
import type { CacheMemoryOptions } from '../standalone/cache-memory-options.js';

/** Makes the options for `forRootAsync({ useClass })` and `({ useExisting })`. */
export interface CacheMemoryOptionsFactory {
  /** The options, asked for once when the application starts. */
  createCacheMemoryOptions(): CacheMemoryOptions | Promise<CacheMemoryOptions>;
}

/** What stands beside the options, known before they are. */
export interface CacheMemoryModuleExtras {
  /** Whether `MethodInstanceCache` can be injected without importing the module again; `true` unless said. */
  readonly isGlobal?: boolean | undefined;
  /** The default region's name; `default` unless said. */
  readonly name?: string | undefined;
  /** Whether the log says at level `debug`, with its key, what happens to each entry; `false` unless said. */
  readonly logEntries?: boolean | undefined;
}

/** The options of `forRoot`. */
export type CacheMemoryModuleOptions = CacheMemoryOptions & CacheMemoryModuleExtras;

/** The options of `forRootAsync`. */
export type CacheMemoryModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  CacheMemoryOptions,
  'createCacheMemoryOptions'
> &
  CacheMemoryModuleExtras;

const definition = new ConfigurableModuleBuilder<CacheMemoryOptions>({ moduleName: 'CacheMemory' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createCacheMemoryOptions')
  .build();

/** The generated class that the core module extends. */
export const ConfigurableCoreModule: ConfigurableModuleCls<CacheMemoryOptions, 'forRoot', 'createCacheMemoryOptions'> =
  definition.ConfigurableModuleClass;

/** The token of the options. */
export const CACHE_MEMORY_OPTIONS: string | symbol = definition.MODULE_OPTIONS_TOKEN;
