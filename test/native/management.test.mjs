// The management endpoints where a test needs what jest cannot give: packages that are required, heaps that are measured.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { CacheMemory, CacheMemoryModule } from 'nestjs-cache-memory';
import { CacheManagementModule } from 'nestjs-cache-memory/management';
import { EventStream } from '../../libs/cache-memory/dist/management/event-stream.js';

const STREAMS = 10_000;
const BATCH = 100;
const KEPT_BYTES_A_STREAM = 100;

async function start(adapter, options = {}) {
  class AppModule {}
  const management = CacheManagementModule.forRoot({ allowUnguarded: true, maxStreams: 2 * BATCH, ...options });
  Module({ imports: [CacheMemoryModule.forRoot(), management] })(AppModule);
  return NestFactory.create(AppModule, ...adapter, { logger: ['error'] });
}

/** Opens a stream, waits for its first event, and goes away without a word. */
async function visit(port, agent) {
  const request = get({ port, agent, host: '127.0.0.1', path: '/cache-memory/events' });
  request.on('error', () => {}); // our own going away
  const [answer] = await once(request, 'response');
  await once(answer, 'data');
  request.destroy();
}

async function heapUsed() {
  for (let round = 0; round < 4; round++) {
    await delay(20);
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

const adapters = { Express: () => [], Fastify: () => [new FastifyAdapter()] };

describe('the management endpoints', () => {
  const applications = [];
  after(() => Promise.all(applications.map((application) => application.close())));

  for (const [name, adapter] of Object.entries(adapters)) {
    it(`keep nothing of ${STREAMS} event streams that came and went, on ${name}`, async () => {
      const application = await start(adapter());
      const memory = application.get(CacheMemory);
      let listeners = 0;
      const on = memory.on.bind(memory);
      memory.on = (event, listener) => {
        const forget = on(event, listener);
        listeners++;
        return () => {
          listeners--;
          forget();
        };
      };
      const warnings = [];
      const warned = (warning) => warnings.push(warning);
      process.on('warning', warned);
      applications.push(application);
      await application.listen(0, '127.0.0.1');
      const stream = application.get(EventStream, { strict: false });
      const server = application.getHttpServer();
      const { port } = server.address();
      const agent = new Agent({ keepAlive: false, maxSockets: BATCH });
      const before = listeners;
      let highest = 0;
      const visits = async (count) => {
        for (let done = 0; done < count; done += BATCH) {
          await Promise.all(Array.from({ length: BATCH }, () => visit(port, agent)));
          highest = Math.max(highest, stream.open);
        }
        while (stream.open > 0 || server._connections > 0) await delay(5);
      };
      await visits(STREAMS / 5);
      const heapBefore = await heapUsed();
      await visits((STREAMS * 4) / 5);
      const grown = (await heapUsed()) - heapBefore;
      process.off('warning', warned);
      assert.ok(highest > 0, 'streams were open');
      assert.equal(stream.open, 0);
      assert.equal(listeners, before, 'listeners that were left behind');
      assert.deepEqual(warnings, []);
      const most = KEPT_BYTES_A_STREAM * ((STREAMS * 4) / 5);
      assert.ok(grown < most, `the heap grew by ${grown} bytes, at most ${most} were expected`);
    });
  }

  it('are in the OpenAPI document, with their queries and bodies', async () => {
    const application = await start([], { path: 'ops/caches' });
    applications.push(application);
    const document = SwaggerModule.createDocument(application, new DocumentBuilder().build());
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    assert.deepEqual(
      new Set(listed),
      new Set([
        'DELETE /ops/caches/{region}',
        'GET /ops/caches',
        'GET /ops/caches/events',
        'GET /ops/caches/memory',
        'GET /ops/caches/{region}',
        'GET /ops/caches/{region}/entries',
        'PATCH /ops/caches/memory',
        'PATCH /ops/caches/{region}',
        'POST /ops/caches/gc',
        'POST /ops/caches/memory/check',
        'POST /ops/caches/memory/evict',
        'POST /ops/caches/memory/reset',
      ]),
    );
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    for (const { summary, tags } of operations) {
      assert.ok(summary);
      assert.deepEqual(tags, ['cache-memory']);
    }
    const bodyOf = (path, method) =>
      Object.keys(document.paths[path][method].requestBody.content['application/json'].schema.properties);
    assert.deepEqual(bodyOf('/ops/caches/memory/evict', 'post'), ['region', 'fraction', 'bytes']);
    assert.deepEqual(bodyOf('/ops/caches/memory', 'patch'), [
      'limit',
      'thresholds',
      'forceCollection',
      'deferHeapAbort',
    ]);
    for (const option of bodyOf('/ops/caches/{region}', 'patch')) {
      const value = { policy: 'lfu', maxBytes: '1MB', refreshAhead: 0.5, jitter: 0.5 }[option] ?? 1_000;
      application
        .get(CacheMemory)
        .region()
        .configure({ [option]: value });
    }
    const names = document.paths['/ops/caches/{region}/entries'].get.parameters.map(({ name }) => name);
    assert.deepEqual(new Set(names), new Set(['limit', 'offset', 'order', 'region']));
  });
});
