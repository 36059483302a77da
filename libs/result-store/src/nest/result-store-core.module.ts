import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ResultStore } from '../store/result-store.js';
import type { ResultStoreOptions } from '../store/store-options.js';
import { ConfigurableStoreModule, RESULT_STORE_OPTIONS } from './result-store.module-definition.js';

/** Makes the store, and closes it when the application shuts down. */
@Module({
  providers: [
    {
      provide: ResultStore,
      inject: [RESULT_STORE_OPTIONS],
      useFactory: (options: ResultStoreOptions) => new ResultStore({ log: new Logger('ResultStore'), ...options }),
    },
  ],
  exports: [ResultStore],
})
export class ResultStoreCoreModule extends ConfigurableStoreModule implements OnApplicationShutdown {
  constructor(private readonly store: ResultStore) {
    super();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
