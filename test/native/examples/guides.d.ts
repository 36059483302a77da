// What the examples leave to the reader: functions and types of their own, and imports that an earlier example shows. guides.mjs has them to run.
import type * as nest from '@nestjs/common';
import type * as library from 'nestjs-cache-memory';

declare global {
  interface Model {
    readonly name: string;
  }
  interface User {
    readonly id: number;
  }
  interface Connection {
    query(sql: string): Promise<unknown[]>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }
  interface Template {}
  function compileTemplate(path: string, signal: AbortSignal): Promise<Template>;
  interface Pool {
    end(): Promise<void>;
  }
  type MethodInstanceCache<K, V> = library.MethodInstanceCache<K, V>;
  type OnApplicationBootstrap = nest.OnApplicationBootstrap;
  const MethodInstanceCache: typeof library.MethodInstanceCache;
  const InjectCache: typeof library.InjectCache;
  const Injectable: typeof nest.Injectable;
  interface Pager {
    page(message: string, details: object): Promise<void>;
  }
  const Pager: new () => Pager;
  const OperatorGuard: new () => nest.CanActivate;
  const AdministratorGuard: new () => nest.CanActivate;
  const AuthModule: new () => object;
  const Module: typeof nest.Module;
  const CacheMemoryModule: typeof library.CacheMemoryModule;
  const cacheMemory: library.CacheMemory;
  const AppModule: new () => object;
  const models: library.MethodInstanceCache<string, Model>;
  const connections: library.MethodInstanceCache<string, Connection>;
  function connect(key: string): Promise<Connection>;
  function compile(name: string, signal: AbortSignal): Promise<Model>;
  function fetchPrice(currency: string, signal: AbortSignal): Promise<number>;
  function openPool(tenant: string): Pool;
  function findUsers(text: string, page: number): Promise<User[]>;
  function findUser(id: number): Promise<User | undefined>;
  function saveUser(user: User): Promise<User>;
  function removeUser(id: number): Promise<void>;
  function greeting(language: string, name: string): string;
}
