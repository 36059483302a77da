// Makes instances through Nest's injector, ends them, and tells in which order they ended and what is still alive.
import { setImmediate } from 'node:timers/promises';
import { Inject, Module, Scope } from '@nestjs/common';
import { ModuleRef, NestFactory, REQUEST } from '@nestjs/core';
import { CacheMemory, CacheMemoryModule } from 'nestjs-cache-memory';
import { declareParameters, declareProvider } from './declare-class.mjs';

const ended = [];

class Shared {}
declareProvider(Shared, {});

class Socket {
  async [Symbol.asyncDispose]() {
    await setImmediate();
    ended.push('Socket');
  }
}
declareProvider(Socket, { scope: Scope.TRANSIENT });

class Session {
  constructor(request, socket) {
    this.request = request;
    this.socket = socket;
  }
  onModuleDestroy() {
    ended.push('Session');
  }
}
declareProvider(Session, { scope: Scope.REQUEST }, Object, Socket);
Inject(REQUEST)(Session, undefined, 0);

class Model {
  constructor(shared, socket, session) {
    this.shared = shared;
    this.socket = socket;
    this.session = session;
  }
  onApplicationShutdown() {
    ended.push('Model');
  }
}
declareProvider(Model, { scope: Scope.TRANSIENT }, Shared, Socket, Session);

class Created extends Model {}
declareParameters(Created, Shared, Socket, Session);

class AppModule {
  constructor(moduleRef) {
    this.moduleRef = moduleRef;
  }
}
declareParameters(AppModule, ModuleRef);
Module({ imports: [CacheMemoryModule.forRoot()], providers: [Shared, Socket, Session, Model] })(AppModule);

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
const cache = app.get(CacheMemory, { strict: false }).region();
const { moduleRef } = app.get(AppModule);

async function liveAndEnd(type, key) {
  const lease = await cache.instance(type, { key, moduleRef });
  const { value } = lease;
  const parts = [value, value.socket, value.session, value.session.socket, value.session.request];
  const answer = { shared: value.shared === app.get(Shared), key: value.session.request.key };
  lease.release();
  cache.delete(key);
  return { ...answer, refs: parts.map((part) => new WeakRef(part)) };
}

const report = {};
for (const type of [Model, Created]) {
  ended.length = 0;
  const { refs, ...answer } = await liveAndEnd(type, `${type.name} 1`);
  for (let round = 0; round < 6; round++) {
    for (let turn = 0; turn < 5; turn++) await setImmediate();
    globalThis.gc();
  }
  const alive = refs.filter((ref) => ref.deref()).length;
  report[type.name] = { ...answer, ended: [...ended], alive };
}
await app.close();
console.log(JSON.stringify(report));
