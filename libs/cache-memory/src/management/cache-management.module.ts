import { type DynamicModule, Module } from '@nestjs/common';
import { CheckReachableRegions } from './check-reachable-regions.js';
import { EventStream } from './event-stream.js';
import { managementControllers } from './management-controllers.js';
import { type ManagementOptions, readManagementOptions } from './management-options.js';
import { ManagementReader } from './management-reader.js';
import { MANAGEMENT_SETTINGS } from './management-settings.token.js';
import { ManagementWriter } from './management-writer.js';

/** The management endpoints; needs `CacheMemoryModule.forRoot()` in the application. */
@Module({})
export class CacheManagementModule {
  /** Throws `UNGUARDED` where neither guards are named nor `allowUnguarded` is said, and what else the options are wrong in. */
  static forRoot(options: ManagementOptions): DynamicModule {
    const settings = readManagementOptions(options);
    return {
      module: CacheManagementModule,
      imports: [...settings.imports],
      controllers: managementControllers(settings),
      providers: [
        { provide: MANAGEMENT_SETTINGS, useValue: settings },
        ManagementReader,
        ManagementWriter,
        EventStream,
        CheckReachableRegions,
      ],
    };
  }
}
