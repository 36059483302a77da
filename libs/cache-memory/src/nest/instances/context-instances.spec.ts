import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { forwardRef, Inject, Injectable, type Provider, Scope, type Type } from '@nestjs/common';
import { type ContextId, ContextIdFactory, ModuleRef, ModulesContainer, REQUEST } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { contextInstances } from './context-instances.js';

const start = async (...providers: Provider[]): Promise<TestingModule> => {
  const module = await Test.createTestingModule({ providers }).compile();
  return module.init();
};

const resolved = async (app: TestingModule, type: Type, contextId: ContextId): Promise<string[]> => {
  await app.get(ModuleRef).resolve(type, contextId, { strict: false });
  return contextInstances(app.get(ModulesContainer), contextId).map((instance) => instance.constructor.name);
};

@Injectable()
class Shared {}
@Injectable({ scope: Scope.TRANSIENT })
class Socket {}
@Injectable({ scope: Scope.TRANSIENT })
class Connection {
  constructor(
    readonly socket: Socket,
    readonly shared: Shared,
  ) {}
}
@Injectable({ scope: Scope.REQUEST })
class Session {
  constructor(
    @Inject(REQUEST) readonly request: unknown,
    readonly connection: Connection,
  ) {}
}
@Injectable({ scope: Scope.REQUEST })
class Repository {
  @Inject(Session) readonly session!: Session;
}
@Injectable()
class Reports {
  constructor(
    readonly repository: Repository,
    readonly session: Session,
    readonly shared: Shared,
  ) {}
}
const tree: Provider[] = [Shared, Socket, Connection, Session, Repository, Reports];

describe('contextInstances', () => {
  it('lists dependents before their dependencies, through constructors, properties and transients', async () => {
    for (const providers of [tree, [...tree].reverse()]) {
      const app = await start(...providers);
      const names = await resolved(app, Reports, ContextIdFactory.create());
      expect(names).toEqual(['Reports', 'Repository', 'Session', 'Connection', 'Socket']);
    }
  });

  it('lists every instance of a transient provider', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Mailer {
      constructor(
        readonly session: Session,
        readonly connection: Connection,
      ) {}
    }
    const app = await start(...tree, Mailer);
    const names = await resolved(app, Mailer, ContextIdFactory.create());
    expect(names).toEqual(['Mailer', 'Session', 'Connection', 'Connection', 'Socket', 'Socket']);
  });

  it('leaves out what belongs to another ContextId, to all, or to nobody', async () => {
    const outside = new Map();
    const app = await start(
      ...tree,
      { provide: 'alias', useExisting: Session },
      { provide: 'passed on', scope: Scope.REQUEST, inject: [Shared], useFactory: (shared: Shared) => shared },
      { provide: 'text', scope: Scope.REQUEST, useFactory: () => 'text' },
      { provide: 'value', useValue: outside },
      { provide: 'made', scope: Scope.REQUEST, inject: [Session], useFactory: () => new URL('http://localhost') },
      {
        provide: 'all',
        scope: Scope.REQUEST,
        inject: ['alias', 'passed on', 'text', 'value', 'made'],
        useFactory: (...all: unknown[]) => Object.assign([], all),
      },
    );
    const [mine, other] = [ContextIdFactory.create(), ContextIdFactory.create()];
    await resolved(app, Session, other);
    await app.resolve('all', mine);
    const names = contextInstances(app.get(ModulesContainer), mine).map((instance) => instance.constructor.name);
    expect(names).toEqual(['Array', 'URL', 'Session', 'Connection', 'Socket']);
  });

  it('lists both of a circle', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Hen {
      constructor(@Inject(forwardRef(() => Egg)) readonly egg: object) {}
    }
    @Injectable({ scope: Scope.REQUEST })
    class Egg {
      constructor(@Inject(forwardRef(() => Hen)) readonly hen: object) {}
    }
    const app = await start(Hen, Egg);
    expect((await resolved(app, Hen, ContextIdFactory.create())).sort()).toEqual(['Egg', 'Hen']);
  });

  it('says which version of Nest is needed', async () => {
    const old = new Map([
      ['m', { providers: new Map([['p', {}]]), controllers: [], injectables: [], middlewares: [] }],
    ]);
    expect(() => contextInstances(old as unknown as ModulesContainer, ContextIdFactory.create())).toThrow('11.2.10');
  });
});
