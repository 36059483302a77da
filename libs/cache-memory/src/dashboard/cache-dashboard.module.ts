import { type DynamicModule, Module } from '@nestjs/common';
import { dashboardController } from './dashboard.controller.js';
import { type DashboardOptions, readDashboardOptions } from './dashboard-options.js';
import { DASHBOARD_SETTINGS, SlashRedirect } from './slash-redirect.js';

/** The live page; it shows what the management endpoints answer, and needs `CacheManagementModule` in the same application. */
@Module({})
export class CacheDashboardModule {
  /** Throws what the options are wrong in. */
  static forRoot(options: DashboardOptions = {}): DynamicModule {
    const settings = readDashboardOptions(options);
    return {
      module: CacheDashboardModule,
      imports: [...settings.imports],
      controllers: [dashboardController(settings)],
      providers: [{ provide: DASHBOARD_SETTINGS, useValue: settings }, SlashRedirect],
    };
  }
}
