import {
  type ConfigurableModuleAsyncOptions,
  ConfigurableModuleBuilder,
  type ConfigurableModuleCls,
} from '@nestjs/common';
import type { ResultStoreOptions } from '../store/store-options.js';

/** Makes the options for `forRootAsync({ useClass })` and `({ useExisting })`. */
export interface ResultStoreOptionsFactory {
  /** The options of the store. */
  createResultStoreOptions(): ResultStoreOptions | Promise<ResultStoreOptions>;
}

/** What stands beside the options, known before they are. */
export interface ResultStoreModuleExtras {
  /** Whether `ResultStore` can be injected without importing the module again; `true` unless said. */
  readonly isGlobal?: boolean | undefined;
}

/** The options of `forRoot`. */
export type ResultStoreModuleOptions = ResultStoreOptions & ResultStoreModuleExtras;

/** The options of `forRootAsync`. */
export type ResultStoreModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  ResultStoreOptions,
  'createResultStoreOptions'
> &
  ResultStoreModuleExtras;

const definition = new ConfigurableModuleBuilder<ResultStoreOptions>({ moduleName: 'ResultStore' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createResultStoreOptions')
  .build();

/** The generated class that the core module extends. */
export const ConfigurableStoreModule: ConfigurableModuleCls<ResultStoreOptions, 'forRoot', 'createResultStoreOptions'> =
  definition.ConfigurableModuleClass;

/** The token of the options. */
export const RESULT_STORE_OPTIONS: string | symbol = definition.MODULE_OPTIONS_TOKEN;
