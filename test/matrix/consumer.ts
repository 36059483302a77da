import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, type INestApplication, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type HealthCheckResult, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Cached, CacheMemory, CacheMemoryModule, InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { csvSource } from 'nestjs-cache-memory/csv';
import { CacheDashboardModule } from 'nestjs-cache-memory/dashboard';
import { diskPlace } from 'nestjs-cache-memory/disk';
import { MethodInstanceCache as EngineCache } from 'nestjs-cache-memory/engine';
import { CacheManagementModule } from 'nestjs-cache-memory/management';
import { CachePrometheusModule } from 'nestjs-cache-memory/prometheus';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';
import { CacheMemoryHealthIndicator, CacheMemoryHealthModule } from 'nestjs-cache-memory/terminus';
import { FakeClock } from 'nestjs-cache-memory/testing';
import { structuredCloneCodec } from 'nestjs-cache-memory/tiers';
import { ResultStore } from 'nestjs-result-store';

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
    return await this.models.getOrCreate(path, ({ key }) => ({ path: key }));
  }

  @Cached({ ttl: '1m' })
  async describe(path: string): Promise<Model> {
    return await Promise.resolve({ path });
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
    CachePrometheusModule.forRoot(),
    CacheManagementModule.forRoot({ allowUnguarded: true }),
    CacheDashboardModule.forRoot(),
  ],
  providers: [ModelService],
  controllers: [HealthController],
})
class AppModule {}

/** Uses every door once, through an application on `platform`, and throws where an answer is wrong. */
async function main(platform: string): Promise<void> {
  const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  await expectAnswers(app);
  await app.close();
  await expectResults();
  const standalone = createCacheMemory({ maxEntries: 5 });
  expect('standalone', standalone.region().stats().maxEntries, 5);
  await standalone.close();
  const clock = new FakeClock();
  const cache = new EngineCache<string, number>({ maxEntries: 1, ttl: '1s', clock });
  cache.set('a', 1);
  clock.advance(2_000);
  expect('expired', cache.get('a'), undefined);
  const doors = [csvSource, diskPlace, structuredCloneCodec].map((door) => typeof door);
  expect('doors', doors.join(), 'function,function,object');
  console.log('holds');
}

async function expectAnswers(app: INestApplication): Promise<void> {
  const models = app.get(ModelService);
  expect('one instance', await models.load('a'), await models.load('a'));
  expect('one answer', await models.describe('a'), await models.describe('a'));
  expect('one class', EngineCache, MethodInstanceCache);
  expect('regions', app.get(CacheMemory).regions().length >= 2, true);
  const url = await app.getUrl();
  const health = (await (await fetch(`${url}/health`)).json()) as HealthCheckResult;
  expect('health', health.status, 'ok');
  const { status, level } = health.details['cache_memory'] as { status: string; level: string };
  expect('health of the caches', `${status} ${level}`, 'up normal');
  for (const path of ['cache-memory', 'cache-memory-dashboard']) {
    expect(path, (await fetch(`${url}/${path}`)).status, 200);
  }
}

async function expectResults(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'matrix-results-'));
  const store = new ResultStore({ directory });
  const schema = { subject: 'patient', columns: { patient: 'int32' } } as const;
  const writer = await store.create('trial', { schema, kind: 'parquet' });
  await writer.write([{ patient: 1 }, { patient: 2 }]);
  const set = await store.open((await writer.complete()).id);
  let rows = 0;
  for await (const batch of set.batches()) rows += batch.length;
  await set[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
  expect('rows', rows, 2);
}

function expect(subject: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${subject}: expected ${String(expected)}, found ${String(found)}`);
}

main(process.argv[2] ?? 'express').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
