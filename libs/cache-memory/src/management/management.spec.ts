import { type CanActivate, type ExecutionContext, type INestApplication, Injectable, Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { CacheMemoryModule } from '../nest/cache-memory.module.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CacheManagementModule } from './cache-management.module.js';
import { EventStream } from './event-stream.js';
import type { ManagementOptions } from './management-options.js';

@Injectable()
class RoleGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    return ['reader', 'admin'].includes(headers['x-role'] ?? '');
  }
}

@Injectable()
class Admins {
  includes(role: string | undefined): boolean {
    return role === 'admin';
  }
}

@Injectable()
class AdminGuard implements CanActivate {
  constructor(private readonly admins: Admins) {}

  canActivate(context: ExecutionContext): boolean {
    return this.admins.includes(
      context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-role'],
    );
  }
}

@Module({ providers: [Admins], exports: [Admins] })
class AdminsModule {}

const open: ManagementOptions = { allowUnguarded: true };
const writable: ManagementOptions = { ...open, writes: true };
const adapters = { Express: undefined, Fastify: FastifyAdapter };

const applications: INestApplication[] = [];

async function start(
  options: ManagementOptions,
  adapter: keyof typeof adapters = 'Express',
): Promise<INestApplication> {
  const regions = [{ region: 'models', maxEntries: 10, weigher: () => 100 }];
  const imports = [CacheMemoryModule.forRoot({ regions }), CacheManagementModule.forRoot(options)];
  const fixture = await Test.createTestingModule({ imports }).compile();
  const Adapter = adapters[adapter];
  const application = Adapter ? fixture.createNestApplication(new Adapter()) : fixture.createNestApplication();
  application.useLogger(false);
  await application.listen(0, '127.0.0.1');
  applications.push(application);
  return application;
}

const at = (application: INestApplication) => supertest(application.getHttpServer() as never);

async function fill(application: INestApplication): Promise<void> {
  const models = application.get(CacheMemory).region<string, object>('models');
  for (const key of ['a', 'b', 'c', 'd']) await models.getOrCreate(key, () => ({ secret: 'x' }));
  models.set('kept', {}, { protected: true });
  models.get('b');
}

/** Reads events of the stream until as many have come. */
function readEvents(application: INestApplication, count: number): Promise<{ type: string; data: unknown }[]> {
  const { port } = (application.getHttpServer() as { address(): AddressInfo }).address();
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: '/cache-memory/events' }, (answer: IncomingMessage) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const events = text.split('\n\n').filter((each) => each.includes('data: '));
        if (events.length < count) return;
        request.destroy();
        resolve(
          events.slice(0, count).map((each) => ({
            type: /event: (.*)/.exec(each)?.[1] ?? '',
            data: JSON.parse(/data: (.*)/.exec(each)![1]!) as unknown,
          })),
        );
      });
    }).on('error', reject);
  });
}

describe('the management endpoints', () => {
  afterEach(async () => {
    for (const application of applications.splice(0)) await application.close();
  });

  it('do not start without a guard', () => {
    expect(() => CacheManagementModule.forRoot({})).toThrow(/management.guards: expected at least one guard/);
    expect(() => CacheManagementModule.forRoot({ guards: [] })).toThrow(/allowUnguarded: true/);
    expect(() => CacheManagementModule.forRoot({ allowUnguarded: false })).toThrow(/UNGUARDED|guard/);
  });

  it.each(['memory', 'events', 'Memory', 'EVENTS'])(
    "do not start with a region named '%s', which nobody would reach",
    async (region) => {
      const regions = [{ region, maxEntries: 1 }];
      const imports = [CacheMemoryModule.forRoot({ regions }), CacheManagementModule.forRoot(open)];
      const application = (await Test.createTestingModule({ imports }).compile()).createNestApplication();
      application.useLogger(false);
      await expect(application.init()).rejects.toThrow(`found '${region}'`);
      await application.close();
    },
  );

  it.each([
    [{ ...open, path: '../x' }, /path of letters/],
    [{ ...open, guards: ['x'] as never }, /guards: classes/],
    [{ ...open, write: true } as never, /writes/],
    [{ ...open, maxStreams: 0 }, /at least 1/],
    [{ ...open, eventInterval: '30d' }, /at most 24 days, found '30d'/],
  ])('refuse options that make no sense: %j', (options, message) => {
    expect(() => CacheManagementModule.forRoot(options)).toThrow(message);
  });

  describe.each(['Express', 'Fastify'] as const)('on %s', (adapter) => {
    it('answer the status of all regions with memory, and what may be done', async () => {
      const application = await start(open, adapter);
      await fill(application);
      const { body, headers } = await at(application).get('/cache-memory').expect(200);
      expect(body).toMatchObject({
        regions: { models: { entries: 5, hits: 1, protectedEntries: 1 }, default: { entries: 0 } },
        total: { entries: 5 },
        memory: { level: 'normal' },
        allows: { writes: false, keys: false, collection: false },
      });
      expect(headers['cache-control']).toBe('no-store');
    });

    it('answer one region, its entries and memory', async () => {
      const application = await start({ ...open, path: 'ops/caches' }, adapter);
      await fill(application);
      await at(application)
        .get('/ops/caches/models')
        .expect(200, /"region":"models"/);
      await at(application)
        .get('/ops/caches/memory')
        .expect(200, /"limitBytes"/);
      const { body } = await at(application).get('/ops/caches/models/entries?order=accesses&limit=2').expect(200);
      expect(body).toMatchObject({
        region: 'models',
        total: 5,
        offset: 0,
        entries: [{ accesses: 1 }, { accesses: 0 }],
      });
    });

    it('show keys only where that is allowed, and values never', async () => {
      const [shy, frank] = [await start(open, adapter), await start({ ...open, showKeys: true }, adapter)];
      await fill(shy);
      await fill(frank);
      const hidden = await at(shy).get('/cache-memory/models/entries');
      expect(hidden.text).not.toContain('"key"');
      const shown = await at(frank).get('/cache-memory/models/entries?order=accesses');
      expect((shown.body as { entries: { key: string }[] }).entries[0]!.key).toBe('b');
      for (const { text } of [hidden, shown]) expect(text).not.toContain('secret');
    });

    it('page through entries', async () => {
      const application = await start({ ...open, showKeys: true }, adapter);
      await fill(application);
      const keys: string[] = [];
      for (const offset of [0, 2, 4]) {
        const { body } = await at(application).get(`/cache-memory/models/entries?offset=${offset}&limit=2`);
        keys.push(...(body as { entries: { key: string }[] }).entries.map(({ key }) => key));
      }
      expect(keys.sort()).toEqual(['a', 'b', 'c', 'd', 'kept']);
    });

    it('say what is wrong, and which region was meant', async () => {
      const application = await start(writable, adapter);
      await at(application)
        .get('/cache-memory/model')
        .expect(404, /models/);
      await at(application)
        .get('/cache-memory/models/entries?limit=0')
        .expect(400, /whole number from 1 to 500/);
      await at(application).get('/cache-memory/models/entries?limit=1e2').expect(400);
      await at(application).get('/cache-memory/models/entries?limit=1&limit=2').expect(400);
      await at(application).get('/cache-memory/models/entries?sort=age').expect(400, /order/);
      await at(application)
        .patch('/cache-memory/models')
        .send({ maxEntries: 0 })
        .expect(400, /at least 1/);
      await at(application).patch('/cache-memory/models').send({ policy: 'lur' }).expect(400, /lru/);
      await at(application)
        .patch('/cache-memory/models')
        .send({})
        .expect(400, /options to change/);
      await at(application).patch('/cache-memory/models').send([1]).expect(400);
      await at(application)
        .patch('/cache-memory/memory')
        .send({ thresholds: { warning: 0.99 } })
        .expect(400);
      await at(application)
        .post('/cache-memory/memory/evict')
        .send({ fraction: 2 })
        .expect(400, /at most 1/);
      await at(application)
        .post('/cache-memory/memory/evict')
        .send({ fraction: 0.5, bytes: '1MB' })
        .expect(400, /or bytes/);
      await at(application)
        .post('/cache-memory/memory/evict')
        .send({ region: 'modles' })
        .expect(404, /models/);
    });

    it('withstand malformed and oversized bodies and hostile region names', async () => {
      const application = await start(writable, adapter);
      const send = (body: string) =>
        at(application).post('/cache-memory/memory/evict').set('content-type', 'application/json').send(body);
      expect((await send('{"fraction":')).status).toBe(400);
      expect((await send('"text"')).status).toBe(400);
      expect((await send(`{"region":"${'x'.repeat(3_000_000)}"}`)).status).toBe(413);
      const hostile = ['__proto__', 'constructor', '..%2f..%2fetc', '%00', 'a'.repeat(5_000), '%E0%A4%A'];
      for (const name of hostile) {
        const { status, text } = await at(application).get(`/cache-memory/${name}`);
        expect([400, 404, 414]).toContain(status);
        expect(text).not.toContain('at '.concat('Object'));
      }
      await at(application)
        .patch('/cache-memory/models')
        .send({ __proto__: { maxEntries: 1 } })
        .expect(400);
      await at(application).get('/cache-memory').expect(200);
    });

    it('change nothing unless writes are on', async () => {
      const application = await start(open, adapter);
      await fill(application);
      await at(application)
        .delete('/cache-memory/models')
        .expect(403, /writes: true/);
      await at(application).patch('/cache-memory/models').send({ maxEntries: 1 }).expect(403);
      for (const path of ['memory/check', 'memory/evict', 'memory/reset', 'gc']) {
        await at(application).post(`/cache-memory/${path}`).expect(403);
      }
      expect(application.get(CacheMemory).region('models').size).toBe(5);
    });

    it('evict, check, reset, clear and configure where writes are on', async () => {
      const application = await start(writable, adapter);
      await fill(application);
      const models = application.get(CacheMemory).region('models');
      await at(application)
        .post('/cache-memory/memory/check')
        .expect(200, /"level":"normal"/);
      await at(application)
        .post('/cache-memory/memory/evict')
        .send({ region: 'models', fraction: 0.5 })
        .expect(200, { entries: 2, weight: 200 });
      await at(application).post('/cache-memory/memory/evict').expect(200);
      expect(models.size).toBe(1);
      await at(application)
        .patch('/cache-memory/models')
        .send({ maxEntries: 3, policy: 'lfu' })
        .expect(200, /"maxEntries":3/);
      await at(application).patch('/cache-memory/memory').send({ limit: '10GB' }).expect(200);
      expect(application.get(CacheMemory).memory.limitBytes).toBe(10 * 2 ** 30);
      await at(application).post('/cache-memory/memory/reset').expect(200, { regions: 2 });
      expect(models.stats().gets).toBe(0);
      await at(application).delete('/cache-memory/models').expect(200, { removed: 1 });
      await at(application)
        .post('/cache-memory/gc')
        .expect(200, /heapUsedAfter/);
    });

    it('ask the guards: a stranger sees nothing, a reader changes nothing, an administrator does both', async () => {
      const options = { guards: [RoleGuard], writeGuards: [AdminGuard], imports: [AdminsModule], writes: true };
      const application = await start(options, adapter);
      await at(application).get('/cache-memory').expect(403);
      await at(application).get('/cache-memory/events').expect(403);
      await at(application).get('/cache-memory').set('x-role', 'reader').expect(200);
      await at(application).delete('/cache-memory/models').set('x-role', 'reader').expect(403);
      await at(application).delete('/cache-memory/models').set('x-role', 'admin').expect(200);
      await at(application).delete('/cache-memory/models').expect(403);
    });

    it('let no page of another site change anything', async () => {
      const application = await start(writable, adapter);
      const crossing = at(application).post('/cache-memory/memory/reset').set('sec-fetch-site', 'cross-site');
      await crossing.expect(403, /another site/);
      const plain = at(application).post('/cache-memory/memory/evict').set('origin', 'http://evil.example');
      await plain
        .type('text')
        .send('x')
        .expect(403, /another site/);
    });

    it('stream the status at once and then again and again', async () => {
      const application = await start({ ...open, eventInterval: 20 }, adapter);
      const events = await readEvents(application, 3);
      expect(events.map(({ type }) => type)).toEqual(['status', 'status', 'status']);
      expect(events[0]!.data).toMatchObject({ regions: { models: {} }, allows: {} });
    });

    it('open no more streams than they may, and free the place of one that was closed', async () => {
      const application = await start({ ...open, maxStreams: 1, eventInterval: 20 }, adapter);
      const stream = application.get(EventStream, { strict: false });
      const first = readEvents(application, 8);
      while (stream.open === 0) await new Promise(setImmediate);
      await at(application).get('/cache-memory/events').expect(503);
      await first;
      while (stream.open > 0) await new Promise(setImmediate);
      await readEvents(application, 1);
    });

    it('end open streams when the application shuts down', async () => {
      const application = await start({ ...open, eventInterval: '1h' }, adapter);
      const stream = application.get(EventStream, { strict: false });
      const hanging = readEvents(application, 2).catch(() => 'ended');
      while (stream.open === 0) await new Promise(setImmediate);
      await application.close();
      expect(stream.open).toBe(0);
      void hanging;
    });

    it('end at once a stream that is opened while the application shuts down', async () => {
      const application = await start({ ...open, eventInterval: '1h' }, adapter);
      const stream = application.get(EventStream, { strict: false });
      await stream.beforeApplicationShutdown();
      const { text } = await at(application).get('/cache-memory/events').expect(200);
      expect(text).not.toContain('data: ');
      expect(stream.open).toBe(0);
    });
  });
});
