// What guides.d.ts declares, as it is needed to run the examples of the guides: their readers' own functions, and imports of earlier examples.
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { CacheMemory, CacheMemoryModule, InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { jsonCodec } from 'nestjs-cache-memory/tiers';

class Guard {
  canActivate() {
    return true;
  }
}

class AuthModule {}
Module({})(AuthModule);
class AppModule {}
Module({ imports: [CacheMemoryModule.forRoot()] })(AppModule);

const connection = () => ({ query: async () => [], close: async () => {}, [Symbol.asyncDispose]: async () => {} });
const user = (id) => ({ id });
const memory = new CacheMemory({ regions: [{ region: 'models', maxEntries: 10 }] });

Object.assign(globalThis, {
  // what single examples declare for themselves
  memory,
  keyv: { opts: { store: new Map() } },
  thumbnails: { size: 0, calculatedSize: 0, pop: () => undefined, values: () => [] },
  modelCodec: jsonCodec,
  compileTemplate: async () => ({ render: () => 'Hello, Ada!' }),
  logIn: async () => ({ send: async () => {} }),
  // what guides.d.ts declares for all
  MethodInstanceCache,
  InjectCache,
  Injectable,
  Module,
  CacheMemoryModule,
  AuthModule,
  AppModule,
  OperatorGuard: class OperatorGuard extends Guard {},
  AdministratorGuard: class AdministratorGuard extends Guard {},
  Pager: class Pager {
    async page() {}
  },
  cacheMemory: memory,
  models: new MethodInstanceCache({ maxEntries: 10 }),
  connections: new MethodInstanceCache({ maxEntries: 10 }),
  connect: async () => connection(),
  compile: async (name) => ({ name }),
  fetchPrice: async () => 0.94,
  openPool: () => ({ end: async () => {} }),
  findUsers: async () => [user(1)],
  findUser: async (id) => user(id),
  saveUser: async (each) => each,
  removeUser: async () => {},
  greeting: (language, name) => `${language === 'fr' ? 'Bonjour' : 'Hello'}, ${name}!`,
});
