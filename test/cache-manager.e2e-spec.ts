import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CACHE_MANAGER, type Cache, CacheInterceptor, CacheKey, CacheModule, CacheTTL } from '@nestjs/cache-manager';
import {
  Controller,
  Get,
  Inject,
  type DynamicModule,
  type INestApplication,
  Param,
  UseInterceptors,
} from '@nestjs/common';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { Keyv } from 'keyv';
import { CacheMemory, CacheMemoryModule } from 'nestjs-cache-memory';
import { type CacheKeyvStore, regionStores } from 'nestjs-cache-memory/keyv';
import { exposePrometheus } from 'nestjs-cache-memory/prometheus';
import { CacheMemoryHealthIndicator, CacheMemoryHealthModule } from 'nestjs-cache-memory/terminus';
import { CacheMemoryTestingModule, Simulation } from 'nestjs-cache-memory/testing';
import { Registry } from 'prom-client';
import request from 'supertest';

class Price {
  constructor(readonly euro: number) {}
}

@Controller()
@UseInterceptors(CacheInterceptor)
class PricesController {
  made = 0;

  constructor(
    @Inject(CACHE_MANAGER) readonly manager: Cache,
    private readonly health: HealthCheckService,
    private readonly cacheMemory: CacheMemoryHealthIndicator,
  ) {}

  @Get('prices/:currency')
  price(@Param('currency') currency: string) {
    return { currency, made: ++this.made };
  }

  @Get('brief')
  @CacheTTL(1_000)
  brief() {
    return { made: ++this.made };
  }

  @Get('named')
  @CacheKey('the name')
  named() {
    return { made: ++this.made };
  }

  @Get('health')
  @CacheTTL(1)
  check() {
    return this.health.check([() => this.cacheMemory.check('cache_memory')]);
  }
}

const REGION = { region: 'responses', maxEntries: 3, ttl: '1m', policy: 'lru' } as const;

describe('CacheModule and CacheInterceptor of @nestjs/cache-manager on a region', () => {
  let app: INestApplication;
  let simulation: Simulation;
  const get = (path: string) => request(app.getHttpServer() as Parameters<typeof request>[0]).get(path);
  const memory = () => app.get(CacheMemory, { strict: false });
  const responses = () => memory().region<string>('responses');

  async function start(cacheModule: DynamicModule): Promise<void> {
    simulation = new Simulation();
    const module = await Test.createTestingModule({
      imports: [
        CacheMemoryTestingModule.with(simulation),
        CacheMemoryModule.forRoot({ regions: [REGION] }),
        TerminusModule,
        CacheMemoryHealthModule,
        cacheModule,
      ],
      controllers: [PricesController],
    }).compile();
    app = await module.createNestApplication({ logger: ['error'] }).init();
  }

  afterEach(() => app.close());

  it('answers the second request from the region, which counts it', async () => {
    await start(CacheModule.registerAsync(regionStores('responses', Keyv)));
    const first = await get('/prices/euro').expect(200).expect('X-Cache', 'MISS');
    const second = await get('/prices/euro').expect(200).expect('X-Cache', 'HIT');
    expect(second.body).toEqual(first.body);
    expect(responses().stats()).toMatchObject({ entries: 1, gets: 2, hits: 1, misses: 1, insertions: 1 });
    expect(responses().peek('/prices/euro')).toEqual({ value: { currency: 'euro', made: 1 }, expires: undefined });
  });

  it('holds no more responses than the region may', async () => {
    await start(CacheModule.registerAsync(regionStores('responses', Keyv)));
    for (let n = 0; n < 10; n++) await get(`/prices/${n}`).expect(200);
    expect(responses().stats()).toMatchObject({ entries: 3, removals: { size: 7 } });
    expect(responses().weight).toBeGreaterThan(0);
  });

  it('answers anew when the ttl of the region, or that of the route, is over', async () => {
    await start(CacheModule.registerAsync(regionStores('responses', Keyv)));
    await get('/prices/euro');
    await get('/brief');
    simulation.clock.advance(1_001);
    await get('/prices/euro').expect('X-Cache', 'HIT');
    await get('/brief').expect('X-Cache', 'MISS');
    simulation.clock.advance(60_000);
    await get('/prices/euro').expect('X-Cache', 'MISS');
  });

  it('keeps responses as texts where CacheModule makes the Keyv, in its namespace', async () => {
    const { inject, useFactory } = regionStores('responses');
    const inNamespace = (cache: Parameters<typeof useFactory>[0]): { stores: CacheKeyvStore[]; namespace: string } => ({
      ...useFactory(cache),
      namespace: 'http',
    });
    await start(CacheModule.registerAsync({ inject, useFactory: inNamespace }));
    await get('/named').expect('X-Cache', 'MISS');
    await get('/named').expect('X-Cache', 'HIT').expect({ made: 1 });
    expect([...responses().entries()]).toMatchObject([{ key: 'http::http:the name', tags: ['http'] }]);
  });

  it('gives what was stored back as it is, and forgets what was deleted, by way of the manager too', async () => {
    await start(CacheModule.registerAsync({ ...regionStores('responses', Keyv), isGlobal: true }));
    const { manager } = app.get(PricesController);
    const price = new Price(5);
    await manager.set('price', price);
    expect(await manager.get('price')).toBe(price);
    await manager.del('price');
    expect(await manager.get('price')).toBeUndefined();
    await manager.mset([{ key: 'a', value: 1 }]);
    await manager.clear();
    expect(responses().size).toBe(0);
  });

  it('shows the region in health and metrics', async () => {
    await start(CacheModule.registerAsync(regionStores('responses', Keyv)));
    await get('/prices/euro');
    await get('/prices/euro');
    const { body } = await get('/health').expect(200);
    expect(body.details.cache_memory).toMatchObject({ status: 'up', hitRate: 1 / 3 });
    const registry = new Registry();
    exposePrometheus(memory(), registry);
    const text = await registry.metrics();
    expect(text).toContain('cache_gets_total{cache="responses",result="hit"} 1');
    expect(text).toMatch(/cache_weight_bytes\{cache="responses"\} [1-9]/u);
  });

  it('leaves the region to the application when CacheModule is closed', async () => {
    await start(CacheModule.registerAsync(regionStores('responses', Keyv)));
    await get('/prices/euro');
    await app.get(PricesController).manager.disconnect();
    await get('/prices/euro').expect('X-Cache', 'HIT');
  });
});
