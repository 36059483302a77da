import { type DynamicModule, Module } from '@nestjs/common';
import { readStoreOptions } from '../store/store-options.js';
import { ResultStoreCoreModule } from './result-store-core.module.js';
import type { ResultStoreModuleAsyncOptions, ResultStoreModuleOptions } from './result-store.module-definition.js';

/** Gives an application its `ResultStore`, to be injected by class. */
@Module({})
export class ResultStoreModule {
  /** A store with these options; it works without any. Throws what they are wrong in at once. */
  static forRoot({ isGlobal = true, ...options }: ResultStoreModuleOptions = {}): DynamicModule {
    readStoreOptions(options); // a mistake shows here, where it was made
    return withStore(ResultStoreCoreModule.forRoot(options), isGlobal);
  }

  /** The same with options that a factory, a class or an existing provider makes when the application starts. */
  static forRootAsync({ isGlobal = true, ...options }: ResultStoreModuleAsyncOptions): DynamicModule {
    return withStore(ResultStoreCoreModule.forRootAsync(options), isGlobal);
  }
}

function withStore(core: DynamicModule, isGlobal: boolean): DynamicModule {
  return { module: ResultStoreModule, global: isGlobal, imports: [core], exports: [core] };
}
