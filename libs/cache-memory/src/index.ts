export type { ByteSize } from './engine/options/byte-size.js';
export type { CacheBrief } from './engine/statistics/cache-brief.js';
export type { CacheEvents } from './engine/events/cache-events.js';
export type { CacheConfiguration, CacheOptions } from './engine/cache-options.js';
export type { CacheHoldings } from './engine/statistics/cache-holdings.js';
export type { CacheStats } from './engine/statistics/cache-stats.js';
export type { Clock } from './engine/time/clock.js';
export type { CacheRates } from './engine/statistics/counter-arithmetic.js';
export type { DisposalCause, DisposalContext, Disposer } from './engine/disposal/disposer.js';
export type { Duration } from './engine/options/duration.js';
export type { EntryInfo } from './engine/entries/entry-info.js';
export type { EntryOptions } from './engine/entries/entry-options.js';
export { CacheMemoryError, type CacheMemoryErrorCode, type Problem } from './engine/errors.js';
export type { Listener } from './engine/events/event-channel.js';
export {
  type EntryView,
  type EvictionPolicy,
  type EvictionPolicyFactory,
  NONE,
} from './engine/eviction/eviction-policy.js';
export type { PolicyName } from './engine/eviction/policies.js';
export type { Priority } from './engine/eviction/priority.js';
export type { AdaptiveTtl, TtlEntry } from './engine/freshness/adaptive-ttl.js';
export type { FreshnessOptions } from './engine/freshness/freshness-options.js';
export type { RandomSource } from './engine/freshness/random-source.js';
export type { Lease } from './engine/leasing/lease.js';
export type { Constructor, InstanceFactory, InstanceRequest } from './engine/instances/instance-factory.js';
export type { InstanceOptions } from './engine/instances/instance-options.js';
export { type Ownership, setOwnership } from './engine/instances/ownership.js';
export type { LoadContext, Loader, LoadOptions, SyncLoader, SyncLoadOptions } from './engine/loading/loader.js';
export { LOAD_TIME_BOUNDS_MS } from './engine/statistics/load-times.js';
export { MethodInstanceCache } from './engine/method-instance-cache.js';
export { presets } from './engine/options/presets.js';
export { type EvictionCause, isEviction, type Removal, type RemovalCause } from './engine/events/removal.js';
export type { Retention } from './engine/retention/retention.js';
export type { CacheCounters } from './engine/statistics/stats-counters.js';
export type { TrimResult, TrimTarget } from './engine/entries/trim-target.js';
export type { WarmUpOptions, WarmUpSource } from './engine/warm-up/warm-up-options.js';
export type { WarmUpProgress, WarmUpReport, WarmUpStop } from './engine/warm-up/warm-up-report.js';
export type { Weigher } from './engine/entries/weigher.js';
export { MemoryAlertHandler } from './nest/alerts/memory-alert-handler.js';
export { CacheMemoryModule } from './nest/cache-memory.module.js';
export type {
  CacheMemoryModuleAsyncOptions,
  CacheMemoryModuleExtras,
  CacheMemoryModuleOptions,
  CacheMemoryOptionsFactory,
} from './nest/cache-memory.module-definition.js';
export { CacheInvalidate, type CacheInvalidateOptions } from './nest/decorators/cache-invalidate.decorator.js';
export { CachePut, type CachePutOptions } from './nest/decorators/cache-put.decorator.js';
export { Cached, type CachedOptions } from './nest/decorators/cached.decorator.js';
export type { MethodTags } from './nest/decorators/entry-choices.js';
export type { MethodKey } from './nest/decorators/method-key.js';
export { CacheableInstance, type CacheableInstanceOptions } from './nest/methods/cacheable-instance.decorator.js';
export { MethodExecutor } from './nest/methods/method-executor.js';
export { MethodRegistry } from './nest/methods/method-registry.js';
export type { CacheableClass } from './nest/methods/cacheable-class.js';
export type { MethodAnswer, MethodArguments, MethodName } from './nest/methods/method-types.js';
export type { CachedInstance, RegistryStats } from './nest/methods/registry-stats.js';
export { DurableTenantRegistry } from './nest/tenants/durable-tenant-registry.js';
export type { TenantContextOptions } from './nest/tenants/tenant-context-options.js';
export { TenantContextStrategy } from './nest/tenants/tenant-context-strategy.js';
export { TenantLeaseInterceptor } from './nest/tenants/tenant-lease.interceptor.js';
export { getCacheToken } from './nest/get-cache-token.js';
export { InjectCache } from './nest/inject-cache.decorator.js';
export { MEMORY_CHECK_INTERVAL, MemoryCheckService } from './nest/memory-check.service.js';
export type { MemoryReading } from './pressure/memory-reading.js';
export type { MemoryAlert, MemoryAlertKind } from './pressure/memory-alert.js';
export type { MemoryReclaimer } from './pressure/memory-reclaimer.js';
export type { BudgetReport, MemoryReport, RegionRelief } from './pressure/memory-report.js';
export type { ReliefStep } from './pressure/relief-step.js';
export type { PressureLevel, PressureThresholds } from './pressure/pressure-level.js';
export type { MemoryFinding } from './pressure/sensing/memory-finding.js';
export { CacheMemory } from './standalone/cache-memory.js';
export type { CacheMemoryEvents, RequestedEviction } from './standalone/cache-memory-events.js';
export type { CacheMemoryOptions } from './standalone/cache-memory-options.js';
export { type CacheMemoryChange, CacheMemorySnapshot, type CountedStats } from './standalone/cache-memory-snapshot.js';
export type { EvictAmount } from './standalone/evict-amount.js';
export { type KeyvLike, reclaimKeyv } from './standalone/reclaim-keyv.js';
export { type LruCacheLike, reclaimLruCache } from './standalone/reclaim-lru-cache.js';
export type { MemoryConfiguration, MemoryOptions, MemorySettings } from './standalone/memory-options.js';
export { type Environment, optionsFromEnvironment } from './standalone/options-from-environment.js';
export type { RegionOptions } from './standalone/region-options.js';
export type { RebuildOptions, RebuildProgress, RebuildReport } from './sources/rebuild-report.js';
export type { RecoverySource } from './sources/recovery-source.js';
export type { SourceProblem, SourceReading } from './sources/source-reading.js';
