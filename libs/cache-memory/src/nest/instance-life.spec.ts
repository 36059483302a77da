import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  type BeforeApplicationShutdown,
  Controller,
  Get,
  Injectable,
  type INestApplication,
  Logger,
  Module,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  Param,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { type Deferred, deferred } from '../../test/deferred.js';
import { turns } from '../../test/turns.js';
import { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CacheMemoryModule } from './cache-memory.module.js';
import { InjectCache } from './inject-cache.decorator.js';

/** What happened, in its order, and what the tests hold back. */
const diary: string[] = [];
let inFlight: Deferred<void>;
let disposal: Deferred<void>;

/** An instance whose disposal takes as long as the test likes. */
class Connection {
  isOpen = true;
  constructor(readonly tenant: string) {}
  async [Symbol.asyncDispose](): Promise<void> {
    this.isOpen = false;
    diary.push(`${this.tenant}: disposal begins`);
    await disposal.promise;
    diary.push(`${this.tenant}: disposed`);
  }
}

@Injectable()
class Connections implements OnModuleDestroy, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(@InjectCache('connections') readonly cache: MethodInstanceCache<string, Connection>) {}

  onModuleDestroy(): void {
    diary.push('onModuleDestroy');
    this.cache.clear();
  }

  beforeApplicationShutdown(): void {
    diary.push('beforeApplicationShutdown');
  }

  onApplicationShutdown(): void {
    diary.push(`onApplicationShutdown, ${this.cache.size} open`);
  }
}

@Controller()
class QueryController {
  constructor(private readonly connections: Connections) {}

  @Get('slow/:tenant')
  slow(@Param('tenant') tenant: string): Promise<string> {
    return this.connections.cache.use(
      tenant,
      ({ key }) => new Connection(key),
      async (connection) => {
        diary.push(`${tenant}: request begins`);
        await inFlight.promise;
        const second = await this.connections.cache.use(
          'late',
          ({ key }) => new Connection(key),
          ({ isOpen }) => isOpen,
        );
        diary.push(`${tenant}: request ends`);
        return `${connection.isOpen} ${second}`;
      },
    );
  }
}

@Module({
  imports: [CacheMemoryModule.forFeature([{ region: 'connections', maxEntries: 5, drainTimeout: '10s' }])],
  providers: [Connections],
  controllers: [QueryController],
})
class QueryModule {}

const start = async (): Promise<INestApplication> => {
  const module = await Test.createTestingModule({ imports: [CacheMemoryModule.forRoot(), QueryModule] }).compile();
  const app = module.createNestApplication({ logger: false, forceCloseConnections: false });
  await app.listen(0, '127.0.0.1');
  diary.length = 0;
  inFlight = deferred();
  disposal = deferred();
  return app;
};

describe('the shutdown of an application', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('lets requests in flight keep and find their instances, and disposes of the rest in the last hook, awaited', async () => {
    const app = await start();
    const answer = request(await app.getUrl()).get('/slow/acme').then(({ text }) => text); // prettier-ignore
    while (!diary.includes('acme: request begins')) await turns();

    const closing = app.close().then(() => diary.push('closed'));
    while (!diary.includes('beforeApplicationShutdown')) await turns();
    await turns();
    expect(diary).toEqual(['acme: request begins', 'onModuleDestroy', 'beforeApplicationShutdown']);

    inFlight.resolve();
    expect(await answer).toBe('true true');
    while (!diary.includes('late: disposal begins')) await turns();
    await turns();
    expect(diary).not.toContain('closed');
    disposal.resolve();
    await closing;
    expect(diary).toEqual([
      'acme: request begins',
      'onModuleDestroy',
      'beforeApplicationShutdown',
      'acme: request ends',
      'acme: disposal begins',
      'onApplicationShutdown, 1 open',
      'late: disposal begins',
      'acme: disposed',
      'late: disposed',
      'closed',
    ]);
  });
});

describe('the log', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('tells of disposals that fail and of leases that are overdue, with the region, and with the key at debug', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const debug = jest.spyOn(Logger.prototype, 'debug').mockImplementation(() => undefined);
    const module = await Test.createTestingModule({ imports: [CacheMemoryModule.forRoot(), QueryModule] }).compile();
    await module.init();
    const cache = module.get(CacheMemory, { strict: false }).region<string, object>('connections');
    const boom = new Error('boom');
    cache.set('a', { [Symbol.dispose]: () => { throw boom; } }); // prettier-ignore
    cache.delete('a');
    expect(error).toHaveBeenCalledWith("A disposal in region 'connections' (deleted) failed", boom);
    expect(debug).toHaveBeenCalledWith(`Disposal failed: region=connections key="'a'" cause=deleted`);
    const lease = await cache.acquire('b', () => ({ [Symbol.dispose]: () => {} }));
    cache.delete('b');
    jest.advanceTimersByTime(10_000);
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /^An instance in region 'connections' \(deleted\) cannot be disposed: 1 lease is open, the oldest one for \d+ ms$/,
      ),
    );
    lease.release();
    await module.close();
  });
});
