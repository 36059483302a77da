import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  type INestApplicationContext,
  Module,
  Scope,
  SetMetadata,
} from '@nestjs/common';
import { ContextIdFactory, ModuleRef, REQUEST } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { CacheMemoryModule } from '../cache-memory.module.js';
import { CacheInvalidate } from './cache-invalidate.decorator.js';
import { CachePut } from './cache-put.decorator.js';
import { Cached } from './cached.decorator.js';

const start = async (...providers: NonNullable<Parameters<typeof Module>[0]['providers']>): Promise<TestingModule> => {
  const regions = CacheMemoryModule.forFeature([{ region: 'users', maxEntries: 100 }]);
  const module = await Test.createTestingModule({
    imports: [CacheMemoryModule.forRoot(), regions],
    providers,
  }).compile();
  return module.init();
};

const region = (app: INestApplicationContext, name?: string) => app.get(CacheMemory, { strict: false }).region(name);

const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Calls {
  readonly calls: unknown[][] = [];
}

@Injectable()
class Users extends Calls {
  names = new Map([[1, 'Ada']]);

  @Cached({ region: 'users', key: (id: number) => `user:${id}`, tags: (id: number) => ['users', `team:${id % 2}`] })
  async find(id: number): Promise<string | undefined> {
    this.calls.push([id]);
    await turns();
    return this.names.get(id);
  }

  @CachePut({ region: 'users', key: (id: number) => `user:${id}` })
  rename(id: number, name: string | undefined): string | undefined {
    if (name === '') throw new Error('no name');
    this.names.set(id, name ?? '');
    return name;
  }

  @CacheInvalidate({ region: 'users', key: (id: number) => `user:${id}` })
  async forget(id: number, fails = false): Promise<void> {
    await turns();
    if (fails) throw new Error('not forgotten');
    this.names.delete(id);
  }

  @CacheInvalidate({ region: 'users', tags: ['users'] })
  forgetAll(): string {
    return 'all';
  }

  @Cached({ ttl: '1m' })
  upper(text: string, options?: object): string {
    this.calls.push([text, options]);
    if (text === 'bad') throw new Error('bad text');
    return text.toUpperCase();
  }

  @Cached()
  later(text: string) {
    this.calls.push([text]);
    return text === 'bad' ? Promise.reject(new Error('bad text')) : turns().then(() => text.toUpperCase());
  }
}

describe('@Cached', () => {
  it('runs an async method once for all who call it meanwhile and later', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    expect(await Promise.all([users.find(1), users.find(1), users.find(1)])).toEqual(['Ada', 'Ada', 'Ada']);
    expect(await users.find(1)).toBe('Ada');
    expect(users.calls).toEqual([[1]]);
    expect([...region(app, 'users').entries()]).toMatchObject([{ key: 'user:1', tags: ['users', 'team:1'] }]);
    await app.close();
  });

  it('leaves a plain method plain', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    expect([users.upper('a'), users.upper('a'), users.upper('b'), users.upper('a', { x: 1 })]).toEqual([
      'A',
      'A',
      'B',
      'A',
    ]);
    expect(users.calls).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['a', { x: 1 }],
    ]);
    const [first] = region(app).entries();
    expect(first).toMatchObject({ key: expect.stringMatching(/^Users\.upper\("/), remainingTtlMs: expect.any(Number) });
    await app.close();
  });

  it('finds out by the first call that a method without async answers promises', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    const answers = [users.later('a'), users.later('a')];
    expect(answers.every((answer) => answer instanceof Promise)).toBe(true);
    expect(await Promise.all(answers)).toEqual(['A', 'A']);
    expect(users.calls).toEqual([['a']]);
    await app.close();
  });

  it('runs a query once whose every then() runs it', async () => {
    const runs = jest.fn((id: number) => `row ${id}`);
    @Injectable()
    class Rows {
      @Cached()
      find(id: number) {
        // oxlint-disable-next-line unicorn/no-thenable
        return { then: (done: (row: string) => unknown) => void done(runs(id)) };
      }
    }
    const app = await start(Rows);
    for (const id of [1, 1, 2]) expect(await app.get(Rows).find(id)).toBe(`row ${id}`);
    expect(runs.mock.calls).toEqual([[1], [2]]);
    await app.close();
  });

  it('passes errors on and keeps neither them nor undefined', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    expect(() => users.upper('bad')).toThrow('bad text');
    await expect(users.later('bad')).rejects.toThrow('bad text');
    await expect(users.later('bad')).rejects.toThrow('bad text');
    expect(await users.find(9)).toBeUndefined();
    expect(await users.find(9)).toBeUndefined();
    expect(users.calls).toHaveLength(5);
    expect(region(app).size + region(app, 'users').size).toBe(0);
    await app.close();
  });

  it('refuses a call whose arguments make no key, before the method runs', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    expect(() => users.upper('a', new Map())).toThrow(expect.objectContaining({ code: 'INVALID_KEY' }));
    expect(users.calls).toEqual([]);
    await app.close();
  });

  it('keeps name, length and Reflect metadata, whatever order decorators stand in', () => {
    class Pages {
      @SetMetadata('above', 1)
      @Cached()
      @SetMetadata('below', 2)
      @Get('page')
      page(_id: string, _size: number): string {
        return 'page';
      }
    }
    const page = Reflect.get(Pages.prototype, 'page') as (...args: unknown[]) => unknown;
    expect([page.name, page.length]).toEqual(['page', 2]);
    expect(['above', 'below', 'path'].map((key) => Reflect.getMetadata(key, page) as unknown)).toEqual([1, 2, 'page']);
  });

  it('keeps nothing on the instance', async () => {
    const app = await start(Users);
    expect(Reflect.ownKeys(app.get(Users))).toEqual(['calls', 'names']);
    await app.close();
  });

  it('keeps the answers of a class and of those that extend it apart', async () => {
    abstract class Table {
      abstract readonly name: string;
      @Cached()
      read(id: number): string {
        return `${this.name} ${id}`;
      }
    }
    @Injectable()
    class Cats extends Table {
      readonly name = 'cat';
    }
    @Injectable()
    class Dogs extends Table {
      readonly name = 'dog';
    }
    const app = await start(Cats, Dogs);
    expect([app.get(Cats).read(1), app.get(Dogs).read(1), app.get(Cats).read(1)]).toEqual(['cat 1', 'dog 1', 'cat 1']);
    await app.close();
  });

  it('keeps what a method answers apart from what it answers by super', async () => {
    class Base {
      @Cached()
      async find(id: number): Promise<string> {
        return `base ${id}`;
      }
      @Cached()
      plain(id: number): string {
        return `base ${id}`;
      }
    }
    @Injectable()
    class Sub extends Base {
      @Cached()
      override async find(id: number): Promise<string> {
        return `sub of ${await super.find(id)}`;
      }
      @Cached()
      override plain(id: number): string {
        return `sub of ${super.plain(id)}`;
      }
    }
    const app = await start(Sub);
    const sub = app.get(Sub);
    for (const id of [1, 1, 2]) {
      expect(await sub.find(id)).toBe(`sub of base ${id}`);
      expect(sub.plain(id)).toBe(`sub of base ${id}`);
    }
    expect(region(app).stats()).toMatchObject({ loads: 8 });
    await app.close();
  });

  it.each([
    ['an unknown option', { ttll: '1m' }, 'UNKNOWN_OPTION'],
    ['a wrong lifetime', { ttl: 'soon' }, 'INVALID_OPTION'],
    ['tags that are no texts', { tags: [1] }, 'INVALID_OPTION'],
    ['a key that is no text', { key: 7 }, 'INVALID_OPTION'],
    ['a region without a name', { region: '' }, 'INVALID_OPTION'],
  ])('refuses %s where it is written', (_, options, code) => {
    expect(() => Cached(options as never)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses what is no method of instances', () => {
    const place = (): void => {
      class Wrong {
        @Cached()
        static find(): number {
          return 1;
        }
      }
      expect(Wrong).toBeDefined();
    };
    expect(place).toThrow('@Cached on static find');
    const generator = (): void => {
      class Wrong {
        @Cached()
        *all(): Generator<number> {
          yield 1;
        }
      }
      expect(Wrong).toBeDefined();
    };
    expect(generator).toThrow('found a generator');
  });

  it('keeps an application from starting that names a region nobody declared', async () => {
    @Injectable()
    class Lost {
      @Cached({ region: 'userz' })
      find(): number {
        return 1;
      }
    }
    await expect(start(Lost)).rejects.toMatchObject({
      code: 'UNKNOWN_REGION',
      message: expect.stringMatching(/^@Cached on Lost\.find: .*did you mean 'users'\?$/),
    });
  });
});

describe('@Cached, however the instance was made', () => {
  const runs = jest.fn((id: number) => id * 2);
  class Doubling {
    @Cached()
    double(id: number): number {
      return runs(id);
    }
  }
  @Injectable({ scope: Scope.REQUEST })
  class PerRequest extends Doubling {
    @Inject(REQUEST) readonly request: unknown;
  }
  @Injectable({ scope: Scope.TRANSIENT })
  class Transient extends Doubling {}
  class Unregistered extends Doubling {}

  it('shares answers between the instances of a request-scoped class', async () => {
    runs.mockClear();
    const app = await start(PerRequest);
    const [first, second] = [await app.resolve(PerRequest), await app.resolve(PerRequest)];
    expect(first).not.toBe(second);
    expect([first.double(2), second.double(2)]).toEqual([4, 4]);
    expect(runs).toHaveBeenCalledTimes(1);
    await app.close();
  });

  it('works on transient instances, and on those that a ModuleRef creates', async () => {
    runs.mockClear();
    const app = await start(Transient);
    expect([(await app.resolve(Transient)).double(3), (await app.resolve(Transient)).double(3)]).toEqual([6, 6]);
    const created = await app.get(ModuleRef).create(Unregistered);
    expect([created.double(3), created.double(3)]).toEqual([6, 6]);
    expect(runs).toHaveBeenCalledTimes(2);
    await app.close();
  });

  it('uses the caches of the one application that runs where the instance was made by hand', async () => {
    runs.mockClear();
    const app = await start();
    expect([new Unregistered().double(4), new Unregistered().double(4)]).toEqual([8, 8]);
    expect(runs).toHaveBeenCalledTimes(1);
    const other = await start();
    expect(() => new Unregistered().double(4)).toThrow('make the instance with moduleRef.create()');
    await app.close();
    await other.close();
  });

  it('calls the method as it is written where no application runs', () => {
    runs.mockClear();
    const unit = new Unregistered();
    expect([unit.double(5), unit.double(5)]).toEqual([10, 10]);
    expect(runs).toHaveBeenCalledTimes(2);
  });

  it('keeps the answers of durable instances apart', async () => {
    @Injectable({ scope: Scope.REQUEST, durable: true })
    class Tenant {
      readonly name = `tenant ${Math.random()}`;
    }
    @Injectable()
    class Repository {
      constructor(private readonly tenant: Tenant) {}
      @Cached()
      read(id: number): string {
        return `${this.tenant.name}, ${id}`;
      }
    }
    const app = await start(Tenant, Repository);
    const [a, b] = [ContextIdFactory.create(), ContextIdFactory.create()];
    const [first, second] = [await app.resolve(Repository, a), await app.resolve(Repository, b)];
    expect(first.read(1)).not.toBe(second.read(1));
    expect(first.read(1)).toBe(first.read(1));
    expect(region(app).size).toBe(2);
    await app.close();
  });

  it('shares what singletons keep in an application with durable providers, however they are made', async () => {
    @Injectable({ scope: Scope.REQUEST, durable: true })
    class Tenant {}
    @Injectable()
    class Owner {
      constructor(readonly transient: Transient) {}
    }
    runs.mockClear();
    const made = { provide: 'made', useFactory: () => new Unregistered() };
    const given = { provide: 'given', useValue: new Unregistered() };
    const app = await start(Tenant, Transient, Owner, made, given, PerRequest);
    const instances = [app.get<Unregistered>('made'), app.get<Unregistered>('given'), app.get(Owner).transient];
    const perRequest = [await app.resolve(PerRequest), await app.resolve(PerRequest)];
    for (const instance of [...instances, ...perRequest]) expect(instance.double(7)).toBe(14);
    expect([...region(app).entries()].map(({ key }) => key)).toEqual(
      ['Unregistered', 'Transient', 'PerRequest'].map((name) => expect.stringMatching(`^${name}(#\\d+)?\\.double`)),
    );
    expect(runs).toHaveBeenCalledTimes(3);
    await app.close();
  });

  it('works on controllers', async () => {
    @Controller()
    class Numbers extends Doubling {}
    runs.mockClear();
    const module = await Test.createTestingModule({
      imports: [CacheMemoryModule.forRoot()],
      controllers: [Numbers],
    }).compile();
    await module.init();
    expect([module.get(Numbers).double(6), module.get(Numbers).double(6)]).toEqual([12, 12]);
    expect(runs).toHaveBeenCalledTimes(1);
    await module.close();
  });
});

describe('@CachePut', () => {
  it('runs always and stores what @Cached then finds', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    expect([users.rename(1, 'Grace'), users.rename(1, 'Ada L.')]).toEqual(['Grace', 'Ada L.']);
    expect(await users.find(1)).toBe('Ada L.');
    expect(users.calls).toEqual([]);
    await app.close();
  });

  it('removes the entry for undefined, and changes nothing where the method fails', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    await users.find(1);
    expect(() => users.rename(1, '')).toThrow('no name');
    expect(region(app, 'users').has('user:1')).toBe(true);
    users.rename(1, undefined);
    expect(region(app, 'users').has('user:1')).toBe(false);
    await app.close();
  });

  it('asks for a key', () => {
    expect(() => CachePut({} as never)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('@CacheInvalidate', () => {
  it('removes a key once the method has succeeded', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    await users.find(1);
    await expect(users.forget(1, true)).rejects.toThrow('not forgotten');
    expect(region(app, 'users').has('user:1')).toBe(true);
    await users.forget(1);
    expect(region(app, 'users').has('user:1')).toBe(false);
    await app.close();
  });

  it('removes by tags, and keeps a load under way from being stored', async () => {
    const app = await start(Users);
    const users = app.get(Users);
    const loading = users.find(1);
    expect(users.forgetAll()).toBe('all');
    expect(await loading).toBe('Ada');
    expect(region(app, 'users').size).toBe(0);
    await app.close();
  });

  it('asks for a key or tags', () => {
    expect(() => CacheInvalidate({})).toThrow('expected a key, tags or both, found neither');
  });
});
