import { Global, Logger, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CacheMemoryError } from '../../engine/errors.js';
import { borrowRedis, connectRedis } from '../connection/connect-redis.js';
import { RedisMemoryService } from '../memory/redis-memory-service.js';
import {
  ConfigurableRedisModule,
  REDIS_MEMORY_OPTIONS,
  type RedisMemoryModuleOptions,
} from './redis-memory.module-definition.js';

/**
 * Gives an application its `RedisMemoryService`, in every module: `RedisMemoryModule.forRoot({ connection, namespace, ... })` or
 * `forRootAsync`. It connects and rebuilds what says so before the application is ready, logs alerts, and disconnects at shutdown.
 */
@Global()
@Module({
  providers: [
    {
      provide: RedisMemoryService,
      inject: [REDIS_MEMORY_OPTIONS],
      useFactory: makeService,
    },
  ],
  exports: [RedisMemoryService],
})
export class RedisMemoryModule extends ConfigurableRedisModule implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('RedisMemory');

  constructor(private readonly memory: RedisMemoryService) {
    super();
  }

  /** Logs alerts and rebuilds from now on, and starts the service. */
  async onModuleInit(): Promise<void> {
    this.memory.on('redis.alert', ({ message }) => this.#logger.warn(message));
    this.memory.on('category.rebuilt', ({ of, entries, skipped, problems, tookMs }) => {
      const leftOut = skipped === 0 ? '' : `; ${skipped} left out, the first for ${problems[0]?.reason}`;
      this.#logger.log(`Category '${of}' rebuilt: ${entries} entries in ${Math.round(tookMs)} ms${leftOut}`);
    });
    await this.memory.start();
  }

  /** Ends the checks and the connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.memory.close();
  }
}

function makeService({ connection, client, database, ...options }: RedisMemoryModuleOptions): RedisMemoryService {
  if (client) return new RedisMemoryService(borrowRedis(client, database ?? 0), options);
  if (connection) return new RedisMemoryService(connectRedis(connection), options);
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'redis memory options',
    expected: 'a connection, or a client',
    found: 'neither',
    remedy: "pass connection: { url: 'redis://localhost:6379' }",
  });
}
