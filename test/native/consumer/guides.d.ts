// What the examples of the guides leave to the reader: their own functions and types, and imports that an earlier example shows.
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
  }
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
