import { Module } from '@nestjs/common';
import { CacheDashboardModule } from 'nestjs-cache-memory/dashboard';
import { CacheManagementModule } from 'nestjs-cache-memory/management';
import { CachePrometheusModule } from 'nestjs-cache-memory/prometheus';
import { LocalRequestGuard } from './local-request.guard.js';
import { MetricsController } from './metrics.controller.js';

/** What those who run the service see and do: metrics, the management endpoints and the live page. */
@Module({
  imports: [
    CachePrometheusModule.forRoot(),
    CacheManagementModule.forRoot({ guards: [LocalRequestGuard], writes: true, showKeys: true }),
    CacheDashboardModule.forRoot({ guards: [LocalRequestGuard] }),
  ],
  controllers: [MetricsController],
})
export class OperationsModule {}
