import type { ContextId, ContextIdResolver, ContextIdResolverFn, ContextIdStrategy } from '@nestjs/core';
import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { DurableTenantRegistry } from './durable-tenant-registry.js';
import { onRequestEnd, watchResponses } from './request-end.js';
import { RequestLease } from './request-lease.js';
import { readTenantOptions, type TenantContextOptions, type TenantContextSettings } from './tenant-context-options.js';

/**
 * Gives each tenant a durable sub-tree of its own, and keeps no more of them than its bounds allow. A sub-tree in use by a
 * request is never disposed; one that was evicted, has expired or was given up for memory is disposed when its last request has
 * ended, dependents before their dependencies, and is then collected.
 *
 * Apply it once, before the first request: `ContextIdFactory.apply(new TenantContextStrategy({ ... }))`.
 */
export class TenantContextStrategy<R = any> implements ContextIdStrategy<R> {
  readonly #settings: TenantContextSettings;

  /** Throws `UNKNOWN_OPTION`, `INVALID_OPTION`, or `UNBOUNDED_CACHE` without `maxEntries`. */
  constructor(options: TenantContextOptions<R>) {
    this.#settings = readTenantOptions(options);
    watchResponses();
  }

  /** Nest asks this once for each request. Throws `MODULE_SETUP` where no application with `CacheMemoryModule` runs. */
  attach(contextId: ContextId, request: R): ContextIdResolverFn | ContextIdResolver | undefined {
    const settings = this.#settings;
    const tenant = checkTenant(settings.tenantOf(request));
    if (tenant === undefined) return settings.next?.attach(contextId, request);
    const lease = DurableTenantRegistry.current().lease(settings, tenant, () => settings.payload(tenant, request));
    const { contextId: durable, payload } = lease.value;
    this.#keepUntilEnd(request, new RequestLease(() => lease.release()));
    return { payload, resolve: ({ isTreeDurable }) => (isTreeDurable ? durable : contextId) };
  }

  #keepUntilEnd(request: R, lease: RequestLease): void {
    const { onRequestEnd: own, unseenMs, abandonedMs } = this.#settings;
    lease.belongTo(request);
    const end = lease.hold();
    if (own?.(request, end) === true || onRequestEnd(request, abandonedMs, end)) return;
    lease.holdFor(unseenMs);
    end();
  }
}

function checkTenant(tenant: unknown): string | undefined {
  if (tenant === undefined || (typeof tenant === 'string' && tenant !== '')) return tenant;
  throw new CacheMemoryError('INVALID_KEY', {
    subject: 'TenantContextStrategy.tenantOf',
    expected: "the tenant's name, or undefined for a request of nobody",
    found: describeValue(tenant),
    remedy: 'check where the request says whose it is',
  });
}
