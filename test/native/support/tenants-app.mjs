// An application with a durable provider for each tenant, and clients of its own that bring many tenants past it.
// Arguments: `bounded` (TenantContextStrategy) or `unbounded` (Nest's documented strategy); `express` or `fastify`; how many.
import { Agent, get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject, Module, Scope } from '@nestjs/common';
import { ContextIdFactory, NestFactory, REQUEST } from '@nestjs/core';
import { CacheMemory, CacheMemoryModule, TenantContextStrategy } from 'nestjs-cache-memory';
import { declareParameters, declareProvider } from './declare-class.mjs';

const [mode, platform, tenantCount] = process.argv.slice(2);
const TENANTS = Number(tenantCount);
const KEPT = 50; // fewer than are in use at a time
const AT_A_TIME = 80;
const NUMBERS = 8_192;

const seen = { connectionsEnded: 0, repositoriesEnded: 0, endedTooEarly: 0, usedAfterEnd: 0 };
const connections = [];

class Connection {
  numbers = Array.from({ length: NUMBERS }, () => 0.5);
  isEnded = false;
  constructor(payload) {
    this.tenant = payload.tenantId;
    connections.push(new WeakRef(this));
  }
  read() {
    if (this.isEnded) seen.usedAfterEnd++;
    return this.numbers.length;
  }
  async [Symbol.asyncDispose]() {
    this.isEnded = true;
    seen.connectionsEnded++;
  }
}
declareProvider(Connection, { scope: Scope.REQUEST, durable: true }, Object);
Inject(REQUEST)(Connection, undefined, 0);

class Repository {
  constructor(connection) {
    this.connection = connection;
  }
  async read() {
    const before = this.connection.read();
    await setTimeout(this.connection.tenant.endsWith('0') ? 20 : 0);
    return before + this.connection.read();
  }
  onModuleDestroy() {
    if (this.connection.isEnded) seen.endedTooEarly++;
    seen.repositoriesEnded++;
  }
}
declareProvider(Repository, { scope: Scope.REQUEST, durable: true }, Connection);

class ReadController {
  constructor(repository) {
    this.repository = repository;
  }
  read() {
    return this.repository.read();
  }
}
Controller()(ReadController);
declareParameters(ReadController, Repository);
Get()(ReadController.prototype, 'read', Object.getOwnPropertyDescriptor(ReadController.prototype, 'read'));

class AppModule {}
Module({ imports: [CacheMemoryModule.forRoot()], providers: [Connection, Repository], controllers: [ReadController] })(
  AppModule,
);

const tenants = new Map();
const documented = {
  attach(contextId, request) {
    const tenantId = request.headers['x-tenant'];
    if (!tenants.has(tenantId)) tenants.set(tenantId, ContextIdFactory.create());
    const tree = tenants.get(tenantId);
    return { payload: { tenantId }, resolve: ({ isTreeDurable }) => (isTreeDurable ? tree : contextId) };
  },
};
const tenantOf = (request) => request.headers['x-tenant'];
ContextIdFactory.apply(mode === 'bounded' ? new TenantContextStrategy({ tenantOf, maxEntries: KEPT }) : documented);

const adapter = platform === 'fastify' ? [new (await import('@nestjs/platform-fastify')).FastifyAdapter()] : [];
const app = await NestFactory.create(AppModule, ...adapter, { logger: false });
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address();
const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });

function ask(tenant) {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', agent, headers: { 'x-tenant': tenant } };
    get(options, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      if (text === String(2 * NUMBERS)) resolve();
      else reject(new Error(`tenant ${tenant} was answered ${text}`));
    }).on('error', reject);
  });
}

async function heapMegabytes() {
  for (let round = 0; round < 4; round++) {
    await setTimeout(10);
    globalThis.gc();
  }
  return Number((process.memoryUsage().heapUsed / 2 ** 20).toFixed(1));
}

/** Each tenant asks, and one that asked just before asks again while others push it out. */
async function bring(from, to) {
  let next = from;
  const client = async () => {
    for (let tenant = next++; tenant < to; tenant = next++) {
      await ask(`t${tenant}`);
      if (tenant % 7 === 0) await ask(`t${Math.max(0, tenant - AT_A_TIME)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
}

const heap = [];
for (let quarter = 0; quarter < 4; quarter++) {
  await bring((quarter * TENANTS) / 4, ((quarter + 1) * TENANTS) / 4);
  heap.push(await heapMegabytes());
}
const alive = connections.filter((ref) => ref.deref()).length;
const made = connections.length;
const beforeClose = { ...seen };
const stats = mode === 'bounded' ? app.get(CacheMemory).region('tenants').stats() : undefined;
agent.destroy();
await app.close();
console.log(JSON.stringify({ heap, alive, made, beforeClose, afterClose: seen, entries: stats?.entries }));
