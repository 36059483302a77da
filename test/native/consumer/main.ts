import 'reflect-metadata';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type HealthCheckResult, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { CacheMemoryModule, InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { MethodInstanceCache as EngineCache } from 'nestjs-cache-memory/engine';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';
import { CacheMemoryHealthIndicator, CacheMemoryHealthModule } from 'nestjs-cache-memory/terminus';

interface Model {
  readonly path: string;
}

@Injectable()
class ModelService {
  constructor(
    private readonly cache: MethodInstanceCache<string, Model>,
    @InjectCache('models') private readonly models: MethodInstanceCache<string, Model>,
  ) {}

  async load(path: string): Promise<Model> {
    await this.cache.getOrCreate('other', () => ({ path: 'other' }));
    return this.models.getOrCreate(path, ({ key }) => ({ path: key }));
  }
}

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly cacheMemory: CacheMemoryHealthIndicator,
  ) {}

  @Get()
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.cacheMemory.check('cache_memory', { degradedAt: 0.99 })]);
  }
}

@Module({
  imports: [
    TerminusModule,
    CacheMemoryModule.forRoot(),
    CacheMemoryModule.forFeature([{ region: 'models', maxEntries: 10, ttl: '1h' }]),
    CacheMemoryHealthModule,
  ],
  providers: [ModelService],
  controllers: [HealthController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const models = app.get(ModelService);
const first = await models.load('a');
const health = (await (await fetch(`${await app.getUrl()}/health`)).json()) as HealthCheckResult;
const standalone = createCacheMemory({ maxEntries: 5 });
console.log(
  JSON.stringify({
    sameInstance: first === (await models.load('a')),
    sameClass: EngineCache === MethodInstanceCache,
    standalone: standalone.region().stats().maxEntries,
    health,
  }),
);
await standalone.close();
await app.close();
