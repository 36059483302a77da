import 'reflect-metadata';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module, Scope } from '@nestjs/common';
import { ModuleRef, REQUEST } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { CacheMemoryModule } from '../cache-memory.module.js';

let ended: string[] = [];
const end = (instance: object): void => void ended.push(instance.constructor.name);

@Injectable()
class Shared {
  readonly bytes = 'x'.repeat(100_000);
  onModuleDestroy = (): void => end(this);
}
@Injectable({ scope: Scope.TRANSIENT })
class Socket {
  async [Symbol.asyncDispose](): Promise<void> {
    await setImmediate();
    end(this);
  }
}
@Injectable({ scope: Scope.REQUEST })
class Session {
  constructor(
    @Inject(REQUEST) readonly request: { key: string },
    readonly socket: Socket,
  ) {}
  onModuleDestroy(): void {
    end(this);
  }
}
@Injectable({ scope: Scope.TRANSIENT })
class Model {
  @Inject(Session) readonly session!: Session;
  readonly weights = new Float64Array(1_000);
  constructor(
    readonly shared: Shared,
    readonly socket: Socket,
  ) {}
  get key(): string {
    return this.session.request.key;
  }
  onApplicationShutdown(): void {
    end(this);
  }
}
class Unregistered extends Model {}
class Failing {
  constructor(@Inject(Session) readonly session: Session) {
    throw new Error('no model');
  }
}
@Injectable()
class Inner {}
@Module({ providers: [Inner] })
class InnerModule {
  constructor(readonly moduleRef: ModuleRef) {}
}
class NeedsInner {
  constructor(@Inject(Inner) readonly inner: Inner) {}
}
@Module({ providers: [Shared, Socket, Session, Model], exports: [Shared, Socket, Session] })
class ModelsModule {
  constructor(readonly moduleRef: ModuleRef) {}
}

const start = async (): Promise<{ app: TestingModule; cache: MethodInstanceCache<string>; moduleRef: ModuleRef }> => {
  ended = [];
  const models = CacheMemoryModule.forFeature([{ region: 'models', maxEntries: 2 }]);
  const app = await Test.createTestingModule({
    imports: [CacheMemoryModule.forRoot(), models, ModelsModule, InnerModule],
  }).compile();
  await app.init();
  const cache = app.get(CacheMemory, { strict: false }).region<string>('models');
  return { app, cache, moduleRef: app.get(ModelsModule).moduleRef };
};

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await setImmediate();
};

describe('instance, in a Nest application', () => {
  it.each([
    ['a registered class', Model],
    ['a class that is not registered', Unregistered],
  ])('makes %s once, with what Nest injects', async (_, type) => {
    const { app, cache, moduleRef } = await start();
    const options = { key: 'a', moduleRef };
    const [one, two] = await Promise.all([cache.instance(type, options), cache.instance(type, options)]);
    expect(one.value).toBe(two.value);
    expect(one.value).toBeInstanceOf(type);
    expect(one.value.constructor).toBe(type);
    expect(one.value.shared).toBe(app.get(Shared, { strict: false }));
    expect(one.value.key).toBe('a');
    one.release();
    two.release();
    const other = await cache.instance(type, { key: 'b', moduleRef, payload: { key: 'from payload' } });
    expect(other.value.key).toBe('from payload');
    expect(other.value.socket).not.toBe(one);
    other.release();
    await app.close();
  });

  it.each([
    ['a registered class', Model],
    ['a class that is not registered', Unregistered],
  ])('ends %s and all that was made for it, dependents first, when its last lease ends', async (_, type) => {
    const { app, cache, moduleRef } = await start();
    const lease = await cache.instance(type, { key: 'a', moduleRef });
    cache.delete('a');
    await settled();
    expect(ended).toEqual([]);
    lease.release();
    await settled();
    expect(ended.slice(0, 2)).toEqual([type.name, 'Session']);
    expect(ended.slice(2)).toEqual(['Socket', 'Socket']);
    await app.close();
    expect(ended.filter((name) => name !== 'Shared')).toHaveLength(4);
  });

  it('ends what is kept at shutdown, after the modules', async () => {
    const { app, cache } = await start();
    (await cache.instance(Model, { key: 'a' })).release();
    await app.close();
    expect(ended).toEqual(['Shared', 'Model', 'Session', 'Socket', 'Socket']);
  });

  it('is its own key unless one is given', async () => {
    const { app, cache } = await start();
    const lease = await cache.instance(Model);
    expect([...cache.entries()]).toMatchObject([{ key: Model }]);
    lease.release();
    await app.close();
  });

  it('makes an instance of its own of a class that is a singleton', async () => {
    const { app, cache, moduleRef } = await start();
    const lease = await cache.instance(Shared, { key: 'a', moduleRef });
    expect(lease.value).not.toBe(app.get(Shared, { strict: false }));
    lease.release();
    await app.close();
    expect(ended).toEqual(['Shared', 'Shared']);
  });

  it('finds the dependencies of a class that is not registered in the module of moduleRef', async () => {
    const { app, cache } = await start();
    const lease = await cache.instance(NeedsInner, { key: 'a', moduleRef: app.get(InnerModule).moduleRef });
    expect(lease.value.inner).toBe(app.get(Inner, { strict: false }));
    lease.release();
    await expect(cache.instance(NeedsInner, { key: 'b' })).rejects.toThrow(/NeedsInner/);
    await expect(cache.instance(NeedsInner, { key: 'b', moduleRef: {} })).rejects.toThrow('expected a ModuleRef');
    await app.close();
  });

  it('ends what a failed attempt left behind, and passes the error on', async () => {
    const { app, cache, moduleRef } = await start();
    await expect(cache.instance(Failing, { key: 'a', moduleRef })).rejects.toThrow('no model');
    expect(ended).toEqual(['Session', 'Socket']);
    expect(cache.size).toBe(0);
    await app.close();
  });

  it('weighs the instance and its parts, and not what all share', async () => {
    const { app, cache } = await start();
    const lease = await cache.instance(Model, { key: 'a' });
    expect(cache.weight).toBeGreaterThan(8_000);
    expect(cache.weight).toBeLessThan(12_000);
    lease.release();
    await app.close();
  });

  it('refuses a key that has a value of another class', async () => {
    const { app, cache } = await start();
    cache.set('a', 'text');
    await expect(cache.instance(Model, { key: 'a' })).rejects.toMatchObject({ code: 'INVALID_KEY' });
    await app.close();
  });

  it.each([
    ['a registered class', Model],
    ['a class that is not registered', Unregistered],
  ])('leaves nothing of %s to the garbage collector', async (_, type) => {
    const { app, cache, moduleRef } = await start();
    const refs = await (async () => {
      const lease = await cache.instance(type, { key: 'a', moduleRef });
      const { value } = lease;
      lease.release();
      return [value, value.session, value.session.request, value.session.socket, value.socket].map(
        (each) => new WeakRef<object>(each),
      );
    })();
    cache.delete('a');
    await settled();
    for (let round = 0; round < 10 && refs.some((ref) => ref.deref()); round++) {
      await settled(); // whatever was looked at stays until the end of its turn
      globalThis.gc!();
    }
    expect(refs.map((ref) => ref.deref()?.constructor.name)).toEqual(refs.map(() => undefined));
    await app.close();
  });
});
