import {
  type ConfigurableModuleAsyncOptions,
  ConfigurableModuleBuilder,
  type ConfigurableModuleCls,
} from '@nestjs/common';
import type { RedisConnectionOptions } from '../connection/connect-redis.js';
import type { RedisClientLike } from '../connection/redis-client-like.js';
import type { RedisMemoryOptions } from '../memory/redis-memory-options.js';

/** The options of `RedisMemoryModule.forRoot`; one of `connection` and `client` is needed. */
export interface RedisMemoryModuleOptions extends RedisMemoryOptions {
  /** Options of node-redis' `createClient`, such as `{ url: 'redis://cache:6379' }`, for a connection of the library's own. */
  readonly connection?: RedisConnectionOptions | undefined;
  /** A node-redis client of the application's own, which is never closed here. */
  readonly client?: RedisClientLike | undefined;
  /** The number of the database that `client` uses; 0 unless said. */
  readonly database?: number | undefined;
}

/** The options of `forRootAsync`. */
export type RedisMemoryModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  RedisMemoryModuleOptions,
  'createRedisMemoryOptions'
>;

const definition = new ConfigurableModuleBuilder<RedisMemoryModuleOptions>({ moduleName: 'RedisMemory' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createRedisMemoryOptions')
  .build();

/** The generated class that the module extends. */
export const ConfigurableRedisModule: ConfigurableModuleCls<
  RedisMemoryModuleOptions,
  'forRoot',
  'createRedisMemoryOptions'
> = definition.ConfigurableModuleClass;

/** The token of the options. */
export const REDIS_MEMORY_OPTIONS: string | symbol = definition.MODULE_OPTIONS_TOKEN;
