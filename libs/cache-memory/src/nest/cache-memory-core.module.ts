import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CacheMemoryError } from '../engine/errors.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { AlertDelivery } from './alerts/alert-delivery.js';
import { ConfigurableCoreModule } from './cache-memory.module-definition.js';
import { MethodCaches } from './decorators/method-caches.js';
import { InstanceLifeLogger } from './logging/instance-life.logger.js';
import { MemoryLogger } from './logging/memory.logger.js';
import { MisuseLogger } from './logging/misuse.logger.js';
import { TierLogger } from './logging/tier.logger.js';
import { MemoryCheckService } from './memory-check.service.js';
import { MethodExecutor } from './methods/method-executor.js';
import { MethodRegistry } from './methods/method-registry.js';
import { RegionRebuildService } from './region-rebuild.service.js';
import { DurableTenantRegistry } from './tenants/durable-tenant-registry.js';

const SERVICES = [MemoryCheckService, MethodCaches, MethodRegistry, MethodExecutor, DurableTenantRegistry];

/** Holds the one `CacheMemory` of an application and its scheduled check; `CacheMemoryModule.forRoot()` brings it. */
@Module({
  providers: [
    ...SERVICES,
    MemoryLogger,
    MisuseLogger,
    InstanceLifeLogger,
    TierLogger,
    AlertDelivery,
    RegionRebuildService,
  ],
  exports: SERVICES,
})
export class CacheMemoryCoreModule extends ConfigurableCoreModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly modules: ModulesContainer,
    private readonly tenants: DurableTenantRegistry,
  ) {
    super();
  }

  onModuleInit(): void {
    const roots = [...this.modules.values()].filter(({ metatype }) => metatype === CacheMemoryCoreModule).length;
    if (roots === 1) return;
    throw new CacheMemoryError('MODULE_SETUP', {
      subject: 'CacheMemoryModule',
      expected: 'one forRoot() or forRootAsync() in the application',
      found: `${roots}`,
      remedy: 'import it once in the root module, and declare further regions with CacheMemoryModule.forFeature()',
    });
  }

  /** The last hook, since requests in flight still use their instances in those before it. */
  async onApplicationShutdown(): Promise<void> {
    await this.cacheMemory.close();
    await this.tenants.close();
  }
}
