import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { request as httpRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  type INestApplication,
  type OnModuleDestroy,
  Optional,
  Param,
  type Provider,
  Scope,
} from '@nestjs/common';
import { APP_INTERCEPTOR, type ContextId, ContextIdFactory, ModuleRef, REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Subject } from 'rxjs';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { CacheMemoryModule } from '../cache-memory.module.js';
import { Cached } from '../decorators/cached.decorator.js';
import { DurableTenantRegistry } from './durable-tenant-registry.js';
import type { TenantContextOptions } from './tenant-context-options.js';
import { TenantContextStrategy } from './tenant-context-strategy.js';
import { TenantLeaseInterceptor } from './tenant-lease.interceptor.js';

const gates = new Map<string, { readonly opened: Promise<void>; open: () => void }>();
let ended: string[] = [];
let used: string[] = [];

function gate(name: string): { readonly opened: Promise<void>; open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  gates.set(name, { opened, open });
  return gates.get(name)!;
}

@Injectable({ scope: Scope.REQUEST, durable: true })
class Database implements OnModuleDestroy {
  isEnded = false;
  constructor(@Inject(REQUEST) readonly payload: { tenantId: string }) {}
  query(): string {
    if (this.isEnded) throw new Error('used after its end');
    return this.payload.tenantId;
  }
  async onModuleDestroy(): Promise<void> {
    this.isEnded = true;
    await setImmediate();
    ended.push(`database of ${this.payload.tenantId}`);
  }
}

@Injectable({ durable: true, scope: Scope.REQUEST })
class Orders {
  constructor(private readonly database: Database) {}
  @Cached()
  count(): string {
    return `orders of ${this.database.query()}`;
  }
  @Cached({ ttl: 1, staleWhileRevalidate: '1h' })
  async total(): Promise<string> {
    const before = this.database.query();
    used.push(before);
    await gates.get('total')?.opened;
    return `${before} ${this.database.query()}`;
  }
  async list(gateName: string | undefined): Promise<string> {
    const before = this.database.query();
    used.push(before);
    await gates.get(gateName ?? '')?.opened;
    return `${before} ${this.database.query()}`;
  }
  onModuleDestroy(): void {
    ended.push(`orders of ${this.database.payload.tenantId}`);
  }
}

class Invoices {
  readonly first: Promise<string>;
  constructor(readonly tenantId: string) {
    this.first = this.find(0); // before Nest knows the instance
  }
  @Cached({ key: (id: number) => `invoice:${id}` })
  async find(id: number): Promise<string> {
    return `invoice ${id} of ${this.tenantId}`;
  }
}

class Receipts extends Invoices {}

@Injectable({ scope: Scope.TRANSIENT })
class Rows {
  constructor(@Inject(REQUEST) readonly payload: { tenantId: string }) {}
  @Cached()
  find(id: number): string {
    return `row ${id} of ${this.payload.tenantId}`;
  }
}

@Injectable({ durable: true, scope: Scope.REQUEST })
class Ledger {
  readonly #receipts: Receipts;
  constructor(
    private readonly rows: Rows,
    private readonly invoices: Invoices,
    database: Database,
  ) {
    this.#receipts = new Receipts(database.payload.tenantId);
  }
  async read(): Promise<unknown[]> {
    return [await this.invoices.find(1), this.rows.find(1), await this.#receipts.find(1)];
  }
}

const ledger: Provider[] = [
  Ledger,
  Rows,
  { provide: 'invoices of nobody', useClass: Invoices },
  {
    provide: Invoices,
    useFactory: (tenant: { tenantId: string }) => new Invoices(tenant.tenantId),
    inject: [REQUEST],
    scope: Scope.REQUEST,
    durable: true,
  },
];

@Controller()
class OrdersController {
  constructor(
    private readonly orders: Orders,
    @Optional() private readonly ledger?: Ledger,
  ) {}
  @Get('ledger')
  readLedger(): Promise<unknown[]> | undefined {
    return this.ledger?.read();
  }
  @Get('orders/:gate')
  list(@Param('gate') name: string): Promise<string> {
    return this.orders.list(name);
  }
  @Get('total')
  total(): Promise<string> {
    return this.orders.total();
  }
  @Get('late/:gate')
  async late(@Param('gate') name: string): Promise<string> {
    await this.orders.list(name);
    return this.orders.count();
  }
  @Get('count')
  count(): string {
    return this.orders.count();
  }
}

interface AnyRequest {
  readonly headers: Record<string, string | undefined>;
}

let app: INestApplication;

const start = async (
  options: Partial<TenantContextOptions<AnyRequest>> = {},
  ...providers: Provider[]
): Promise<{
  url: string;
  registry: DurableTenantRegistry;
  get: (tenant: string, path?: string) => Promise<string>;
}> => {
  ended = [];
  used = [];
  gates.clear();
  ContextIdFactory.apply(
    new TenantContextStrategy<AnyRequest>({
      tenantOf: (request) => request.headers['x-tenant'],
      maxEntries: 2,
      ...options,
    }),
  );
  const module = await Test.createTestingModule({
    imports: [CacheMemoryModule.forRoot()],
    controllers: [OrdersController],
    providers: [Database, Orders, ...providers],
  }).compile();
  app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const get = async (tenant: string, path = 'orders/none'): Promise<string> => {
    const response = await fetch(`${url}/${path}`, { headers: { 'x-tenant': tenant } });
    return response.text();
  };
  return { url, get, registry: app.get(DurableTenantRegistry) };
};

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await setImmediate(); // as long as the test may take
};

afterEach(async () => {
  ContextIdFactory.apply(undefined as never);
  await app?.close();
});

describe('TenantContextStrategy', () => {
  it('gives each tenant its own durable sub-tree, and keeps it', async () => {
    const { get, registry } = await start();
    expect([await get('a'), await get('b'), await get('a')]).toEqual(['a a', 'b b', 'a a']);
    expect([...registry.tenants()].map(({ key }) => key).sort()).toEqual(['a', 'b']);
    expect(app.get(CacheMemory).region('tenants').stats()).toMatchObject({ hits: 1, misses: 2, weight: 2 * 2 ** 20 });
    expect(ended).toEqual([]);
  });

  it('ends the sub-tree that is one too many, dependents first', async () => {
    const { get } = await start();
    for (const tenant of ['a', 'b', 'c']) await get(tenant);
    await until(() => ended.length === 2);
    expect(ended).toEqual(['orders of a', 'database of a']);
    expect(await get('a')).toBe('a a');
  });

  it('never ends a sub-tree that a request is using, and ends it with the last of them', async () => {
    const { get } = await start();
    const [one, two] = [gate('one'), gate('two')];
    const waiting = [get('a', 'orders/one'), get('a', 'orders/two')];
    await until(() => used.length === 2);
    for (const tenant of ['b', 'c', 'd']) await get(tenant);
    await until(() => ended.length === 2);
    expect(ended).toEqual(['orders of b', 'database of b']);
    one.open();
    expect(await waiting[0]).toBe('a a');
    two.open();
    expect(await waiting[1]).toBe('a a');
    await until(() => ended.includes('database of a'));
  });

  it('gives a tenant back the sub-tree that was evicted while it was in use', async () => {
    const { get } = await start();
    const one = gate('one');
    const waiting = get('a', 'orders/one');
    await until(() => used.length === 1);
    for (const tenant of ['b', 'c']) await get(tenant);
    expect(await get('a')).toBe('a a');
    one.open();
    await waiting;
    expect(ended.filter((each) => each.endsWith(' a'))).toEqual([]);
  });

  it('ends sub-trees that nobody asks for, that a memory check gives up, or that the application gives up', async () => {
    const { get, registry } = await start({ maxEntries: 9, idleTtl: '10m' });
    for (const tenant of ['a', 'b', 'c']) await get(tenant);
    expect([registry.evict('a'), registry.evict('a')]).toEqual([true, false]);
    await until(() => ended.includes('database of a'));
    app.get(CacheMemory).region('tenants').trim({ entries: 1 });
    await until(() => ended.includes('database of b'));
    expect([...registry.tenants()]).toMatchObject([{ key: 'c', remainingTtlMs: expect.any(Number) }]);
  });

  it('ends every sub-tree when the application shuts down', async () => {
    const { get } = await start();
    for (const tenant of ['a', 'b']) await get(tenant);
    await app.close();
    expect(ended.sort()).toEqual(['database of a', 'database of b', 'orders of a', 'orders of b']);
  });

  it('gives durable providers the same payload for a sub-tree, and never a request', async () => {
    const { get } = await start({ payload: (tenantId) => ({ tenantId: tenantId.toUpperCase() }) });
    expect(await get('a')).toBe('A A');
  });

  it('keeps the cached answers of tenants apart', async () => {
    const { get } = await start();
    expect([await get('a', 'count'), await get('b', 'count')]).toEqual(['orders of a', 'orders of b']);
    const keys = [...app.get(CacheMemory).region().entries()].map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/^Orders(#\d+)?\[a\]\.count\(\)$/), expect.stringContaining('[b]')]);
  });

  it('keeps the answers of tenants apart in what factories make, in transient providers and in what is made by hand', async () => {
    const { get } = await start({}, ...ledger);
    const read = async (tenant: string): Promise<unknown> => JSON.parse(await get(tenant, 'ledger'));
    for (const tenant of ['a', 'b', 'a']) {
      expect(await read(tenant)).toEqual([`invoice 1 of ${tenant}`, `row 1 of ${tenant}`, `invoice 1 of ${tenant}`]);
    }
    expect(app.get(CacheMemory).region().stats().hits).toBe(3);
    expect(app.get(CacheMemory).region().has('[a]invoice:1')).toBe(true);
  });

  it('knows the tenant of an instance whose sub-tree was evicted while a request uses it', async () => {
    const { get } = await start({ maxEntries: 1 });
    const one = gate('one');
    const waiting = get('a', 'late/one');
    await until(() => used.length === 1);
    await get('b');
    one.open();
    expect(await waiting).toBe('orders of a');
    const keys = [...app.get(CacheMemory).region().entries()].map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/^Orders(#\d+)?\[a\]\.count\(\)$/)]);
  });

  it('knows the tenants of an application that started later', async () => {
    const { get } = await start();
    const first = app;
    const { get: getFromSecond } = await start();
    expect([await get('a', 'count'), await getFromSecond('a', 'count')]).toEqual(['orders of a', 'orders of a']);
    const [entry] = app.get(CacheMemory).region().entries();
    expect(entry?.key).toMatch(/^Orders(#\d+)?\[a\]\.count\(\)$/);
    await first.close();
  });

  it('keeps a sub-tree in use while a cached answer is made anew behind a request that has ended', async () => {
    const { get } = await start();
    expect(await get('a', 'total')).toBe('a a');
    const total = gate('total');
    const later = performance.now() + 20;
    await until(() => performance.now() > later);
    expect(await get('a', 'total')).toBe('a a');
    expect(used).toEqual(['a', 'a']);
    for (const tenant of ['b', 'c', 'd']) await get(tenant);
    expect(ended.filter((each) => each.endsWith(' a'))).toEqual([]);
    total.open();
    await until(() => ended.includes('database of a'));
    expect(app.get(CacheMemory).region().stats()).toMatchObject({ refreshes: 1, loadFailures: 0 });
  });

  it('makes no answer anew on an instance that was disposed meanwhile', async () => {
    const ends: (() => void)[] = [];
    const { registry } = await start({ tenantOf: () => 'a', onRequestEnd: (_, end) => ends.push(end) > 0 });
    const orders = await app.get(ModuleRef).resolve(Orders, ContextIdFactory.getByRequest({}), { strict: false });
    await orders.total();
    const later = performance.now() + 20;
    await until(() => performance.now() > later);
    expect(await orders.total()).toBe('a a');
    ends[0]!();
    registry.evict('a');
    await until(() => ended.length === 2 && app.get(CacheMemory).region().stats().loadFailures === 1);
    expect(used).toEqual(['a']);
  });

  it('asks the strategy that was there before about requests of nobody', async () => {
    const before = {
      attach: jest.fn((contextId: ContextId) => ({ payload: { tenantId: 'x' }, resolve: () => contextId })),
    };
    const { get, url } = await start({ next: before });
    await get('a');
    expect(before.attach).not.toHaveBeenCalled();
    expect(await (await fetch(`${url}/orders/none`)).text()).toBe('x x');
    expect(before.attach).toHaveBeenCalledTimes(1);
  });

  it('refuses what is no tenant', async () => {
    const { get } = await start({ tenantOf: () => 7 as never });
    expect(await get('a')).toContain('"statusCode":500');
  });

  it('gives a handler whose client has left time to end', async () => {
    const { url, get } = await start();
    const one = gate('one');
    const client = httpRequest(`${url}/orders/one`, { headers: { 'x-tenant': 'a' } }).on('error', () => {});
    client.end();
    await until(() => used.length === 1);
    client.destroy();
    for (const tenant of ['b', 'c', 'd']) await get(tenant);
    expect(ended.filter((each) => each.endsWith(' a'))).toEqual([]);
    one.open();
    const started = performance.now();
    while (!ended.includes('database of a') && performance.now() - started < 10_000) await setImmediate();
    expect(ended).toContain('database of a');
  });

  it('keeps a sub-tree for as long as it was told where the end of a request cannot be seen', async () => {
    const { registry } = await start({ unseenLease: 50, tenantOf: (message) => message.headers['tenant'] });
    const message = { headers: { tenant: 'a' }, context: {} };
    const contextId = ContextIdFactory.getByRequest(message as never);
    await app.get(ModuleRef).resolve(Orders, contextId, { strict: false });
    registry.evict('a');
    await setImmediate();
    expect(ended).toEqual([]);
    const started = performance.now();
    while (ended.length < 2 && performance.now() - started < 10_000) await setImmediate();
    expect(ended).toEqual(['orders of a', 'database of a']);
  });

  it('is told the end of a request by the application where it knows better', async () => {
    const ends: (() => void)[] = [];
    const { registry } = await start({
      tenantOf: () => 'a',
      onRequestEnd: (_, end) => ends.push(end) > 0,
    });
    const contextId = ContextIdFactory.getByRequest({});
    await app.get(ModuleRef).resolve(Orders, contextId, { strict: false });
    registry.evict('a');
    await setImmediate();
    expect(ended).toEqual([]);
    ends[0]!();
    await until(() => ended.length === 2);
  });

  it('works beside the interceptor that watches handlers', async () => {
    const { get } = await start({}, { provide: APP_INTERCEPTOR, useClass: TenantLeaseInterceptor });
    for (const tenant of ['a', 'b', 'c']) expect(await get(tenant)).toBe(`${tenant} ${tenant}`);
    await until(() => ended.length === 2);
  });

  it('keeps a sub-tree exactly as long as a message is handled, where the interceptor watches', async () => {
    const { registry } = await start({ tenantOf: () => 'a' });
    const context = {};
    const contextId = ContextIdFactory.getByRequest({ pattern: 'p', data: 'd', context });
    await app.get(ModuleRef).resolve(Orders, contextId, { strict: false });
    const answers = new Subject<string>();
    const execution = { getArgs: () => ['d', context] } as unknown as ExecutionContext;
    new TenantLeaseInterceptor().intercept(execution, { handle: () => answers }).subscribe();
    registry.evict('a');
    answers.next('first');
    await setImmediate();
    expect(ended).toEqual([]);
    answers.complete();
    await until(() => ended.length === 2);
  });

  it('says that an application is needed', async () => {
    const strategy = new TenantContextStrategy({ tenantOf: () => 'a', maxEntries: 1 });
    await app?.close();
    expect(() => strategy.attach(ContextIdFactory.create(), {})).toThrow('add it to the imports of the root module');
  });

  it.each([
    ['no bound', { maxEntries: undefined }, 'UNBOUNDED_CACHE'],
    ['no tenantOf', { tenantOf: undefined }, 'INVALID_OPTION'],
    ['an unknown option', { maxTenants: 3 }, 'UNKNOWN_OPTION'],
    ['a next that is no strategy', { next: {} }, 'INVALID_OPTION'],
    ['a wrong lifetime', { idleTtl: 'soon' }, 'INVALID_OPTION'],
  ])('refuses %s at once', (_, wrong, code) => {
    const options = { tenantOf: () => 'a', maxEntries: 1, ...wrong };
    expect(() => new TenantContextStrategy(options as never)).toThrow(expect.objectContaining({ code }));
  });
});
