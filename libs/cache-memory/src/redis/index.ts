export { connectRedis, borrowRedis, type RedisConnectionOptions } from './connection/connect-redis.js';
export type { RedisClientLike } from './connection/redis-client-like.js';
export type { RedisLink, RedisPort } from './connection/redis-port.js';
export type { RedisLevel, RedisThresholds } from './memory/assess-redis.js';
export type { RedisFinding } from './memory/audit-redis.js';
export type { CategoryCount, KeyCensus } from './memory/key-census.js';
export type { RedisMemoryCounts } from './memory/redis-memory-counts.js';
export type { RedisMemoryEvents } from './memory/redis-memory-events.js';
export type { EvictableCategory, ProtectedCategory, RedisMemoryOptions } from './memory/redis-memory-options.js';
export type {
  RedisAlertKind,
  RedisMemoryAlert,
  RedisMemoryReport,
  RedisMemoryStats,
  RedisReliefStep,
} from './memory/redis-memory-report.js';
export type { RedisReading } from './memory/redis-reading.js';
export { RedisMemoryService } from './memory/redis-memory-service.js';
export { RedisMemoryModule } from './nest/redis-memory.module.js';
export type { RedisMemoryModuleAsyncOptions, RedisMemoryModuleOptions } from './nest/redis-memory.module-definition.js';
export type { RebuildOptions, RebuildProgress, RebuildReport } from '../sources/rebuild-report.js';
export type { RecoverySource } from '../sources/recovery-source.js';
export { redisPlace } from './tier/redis-place.js';
export type { RedisPlaceOptions } from './tier/redis-place-options.js';
export type { Snapshot } from '../tiers/snapshot.js';
export type { Tier, TierPeers, TierPlace } from '../tiers/tier.js';
