import { Controller, Get, Inject, Module, Scope } from '@nestjs/common';
import { ContextIdFactory, NestFactory, REQUEST } from '@nestjs/core';
import { Cached, CacheMemory, CacheMemoryModule, TenantContextStrategy } from 'nestjs-cache-memory';
import { CacheDashboardModule } from 'nestjs-cache-memory/dashboard';
import { diskPlace } from 'nestjs-cache-memory/disk';
import { CacheManagementModule } from 'nestjs-cache-memory/management';
import { CachePrometheusModule } from 'nestjs-cache-memory/prometheus';
import { redisPlace } from 'nestjs-cache-memory/redis';
import { CacheMemoryHealthIndicator, CacheMemoryHealthModule } from 'nestjs-cache-memory/terminus';
import { ChaosPlace } from 'nestjs-cache-memory/testing';
import { MemoryPlace, structuredCloneCodec } from 'nestjs-cache-memory/tiers';
import { register } from 'prom-client';
import { declareParameters, declareProvider } from '../native/support/declare-class.mjs';

export const POLICIES = ['lru', 'lfu', 'ttl', 'size', 's3-fifo', 'w-tiny-lfu', 'hybrid'];

/** What was made and what was disposed, by region; each may differ only while something is held. */
export const lives = {
  connections: { made: 0, ended: 0 },
  workspaces: { made: 0, ended: 0 },
  tenants: { made: 0, ended: 0 },
};

export class Connection {
  isEnded = false;
  constructor() {
    lives.connections.made++;
  }
  async [Symbol.asyncDispose]() {
    if (this.isEnded) throw new Error('disposed twice');
    this.isEnded = true;
    lives.connections.ended++;
  }
}

export class Workspace {
  pages = Array.from({ length: 200 }, () => 0.5);
  constructor() {
    lives.workspaces.made++;
  }
  onModuleDestroy() {
    lives.workspaces.ended++;
  }
}
declareProvider(Workspace, { scope: Scope.TRANSIENT });

class TenantStore {
  rows = Array.from({ length: 500 }, () => 0.5);
  constructor(payload) {
    this.tenant = payload.tenantId;
    lives.tenants.made++;
  }
  onModuleDestroy() {
    lives.tenants.ended++;
  }
}
declareProvider(TenantStore, { scope: Scope.REQUEST, durable: true }, Object);
Inject(REQUEST)(TenantStore, undefined, 0);

export class Prices {
  async of(key) {
    return { key, price: key * 2 };
  }
}
declareProvider(Prices);
const of = Object.getOwnPropertyDescriptor(Prices.prototype, 'of');
Object.defineProperty(
  Prices.prototype,
  'of',
  Cached({ region: 'methods', ttl: '2s', staleWhileRevalidate: '1s' })(Prices.prototype, 'of', of) ?? of,
);

class SoakController {
  constructor(store) {
    this.store = store;
  }
  tenant() {
    return this.store.tenant;
  }
}
Controller()(SoakController);
declareParameters(SoakController, TenantStore);
Get('tenant')(SoakController.prototype, 'tenant', Object.getOwnPropertyDescriptor(SoakController.prototype, 'tenant'));

class WatchController {
  constructor(indicator) {
    this.indicator = indicator;
  }
  metrics() {
    return register.metrics();
  }
  health() {
    return this.indicator.check('cache_memory');
  }
}
Controller()(WatchController);
declareParameters(WatchController, CacheMemoryHealthIndicator);
for (const name of ['metrics', 'health']) {
  Get(name)(WatchController.prototype, name, Object.getOwnPropertyDescriptor(WatchController.prototype, name));
}

const FRESH = { ttl: '3s', staleWhileRevalidate: '1s', refreshAhead: 0.8, jitter: 0.2, negativeTtl: '1s', grace: '5s' };

function freshRegion(policy) {
  return { region: policy, maxEntries: 400, maxBytes: '4MB', policy, ...FRESH };
}

/** The application with every feature on: an HTTP server on a free port, and its caches. */
export async function startSoakApplication({ directory, redisUrl, seed }) {
  const codec = structuredCloneCodec;
  const chaos = new ChaosPlace(new MemoryPlace(), { rate: 0.02, seed, faults: ['fails', 'damages'] });
  const source = function* () {
    for (let key = 0; key < 200; key++) yield [key, { key, text: 'protected' }];
  };
  const regions = [
    ...POLICIES.map(freshRegion),
    { region: 'idle', maxEntries: 300, idleTtl: '1s', policy: 'hybrid' },
    { region: 'soft', maxEntries: 300, ttl: '1s', retention: 'soft' },
    { region: 'weak', maxEntries: 300, retention: 'weak' },
    { region: 'connections', maxEntries: 50, ttl: '2s' },
    { region: 'workspaces', maxEntries: 30, ttl: '2s' },
    { region: 'methods', maxEntries: 200 },
    { region: 'large', maxBytes: '64MB', policy: 'w-tiny-lfu' },
    { region: 'protected', maxBytes: '4MB', source, rebuildAtStart: true },
    { region: 'disk', maxEntries: 100, ttl: '20s', tier: { place: diskPlace({ directory, maxBytes: '16MB' }), codec } },
    { region: 'chaos', maxEntries: 50, tier: { place: chaos, codec, timeout: '100ms' } },
    ...(redisUrl
      ? [
          {
            region: 'shared',
            maxEntries: 100,
            tier: { place: redisPlace({ connection: { url: redisUrl }, namespace: 'soak' }), codec, spill: 'stored' },
          },
        ]
      : []),
  ];

  class AppModule {}
  Module({
    imports: [
      CacheMemoryModule.forRoot({ memory: { checkInterval: '1s' }, regions }),
      CacheMemoryHealthModule,
      CachePrometheusModule.forRoot(),
      CacheManagementModule.forRoot({ allowUnguarded: true, writes: true, eventInterval: '1s' }),
      CacheDashboardModule.forRoot(),
    ],
    providers: [Workspace, TenantStore, Prices],
    controllers: [SoakController, WatchController],
  })(AppModule);

  const tenantOf = (request) => request.headers['x-tenant'];
  ContextIdFactory.apply(new TenantContextStrategy({ tenantOf, maxEntries: 20, idleTtl: '5s' }));
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  app.getHttpServer().keepAliveTimeout = 0; // a process that stood still for seconds closes no connection under a request
  await app.listen(0, '127.0.0.1');
  return { app, memory: app.get(CacheMemory), prices: app.get(Prices), url: await app.getUrl() };
}
