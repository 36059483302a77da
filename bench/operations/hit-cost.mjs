// What a hit costs while everything watches (metrics scraped each second, endpoints, the page's stream of events) beside a cache
// that nobody watches: npm run bench:operations [-- ROUNDS]. CPU time of this process; the visitors are in another one.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CacheMemory, CacheMemoryModule } from 'nestjs-cache-memory';
import { CacheDashboardModule } from 'nestjs-cache-memory/dashboard';
import { CacheManagementModule } from 'nestjs-cache-memory/management';
import { CachePrometheusModule } from 'nestjs-cache-memory/prometheus';
import { register } from 'prom-client';
import { median, randomNumbers } from '../support/statistics.mjs';

const ROUNDS = Number(process.argv[2] ?? 15);
const ROUND_MS = 1_500;
const ENTRIES = 10_000;
const LOOK_UPS = 50_000;
const regions = Array.from({ length: 10 }, (_, index) => ({ region: `region-${index}`, maxEntries: ENTRIES }));

class MetricsController {
  metrics() {
    return register.metrics();
  }
}
Controller('metrics')(MetricsController);
const metrics = Object.getOwnPropertyDescriptor(MetricsController.prototype, 'metrics');
Get()(MetricsController.prototype, 'metrics', metrics);

async function start(imports, controllers = []) {
  class AppModule {}
  Module({ imports: [CacheMemoryModule.forRoot({ regions }), ...imports], controllers })(AppModule);
  const application = await NestFactory.create(AppModule, { logger: false });
  await application.listen(0, '127.0.0.1');
  const cache = application.get(CacheMemory).region('region-0');
  for (let key = 0; key < ENTRIES; key++) cache.getOrCreateSync(`key:${key}`, () => ({ key }));
  return { application, cache };
}

const watching = [
  CachePrometheusModule.forRoot(),
  CacheManagementModule.forRoot({ allowUnguarded: true }),
  CacheDashboardModule.forRoot(),
];
const off = await start([]);
const on = await start(watching, [MetricsController]);
const visitor = fork(fileURLToPath(new URL('visitor.mjs', import.meta.url)));
const url = await on.application.getUrl();
async function tell(order) {
  visitor.send({ order, url });
  await once(visitor, 'message');
}

const random = randomNumbers(7);
const keys = Array.from({ length: LOOK_UPS }, () => `key:${Math.floor(random() * ENTRIES)}`);
let sink = 0; // what is read is used
function lookUp(cache) {
  for (const key of keys) sink += cache.get(key).key;
}

/** Nanoseconds of CPU time that a hit took, with all that this process did meanwhile. */
async function measure({ cache }) {
  const end = performance.now() + ROUND_MS;
  const before = process.cpuUsage();
  let hits = 0;
  do {
    lookUp(cache);
    hits += LOOK_UPS;
    await nextTurn();
  } while (performance.now() < end);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / hits;
}

const costs = { off: [], on: [] };
for (let round = -1; round < ROUNDS; round++) {
  const withoutVisitor = await measure(off);
  await tell('visit');
  const withVisitor = await measure(on);
  await tell('leave');
  if (round < 0) continue;
  costs.off.push(withoutVisitor);
  costs.on.push(withVisitor);
}
const ratios = costs.on.map((cost, round) => cost / costs.off[round]);
const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
console.log(`a get hit, CPU time, medians of ${ROUNDS} rounds of ${ROUND_MS} ms in turn`);
console.log(`  nothing on      ${median(costs.off).toFixed(1)} ns`);
console.log(`  everything on   ${median(costs.on).toFixed(1)} ns`);
console.log(`  ratio           ${median(ratios).toFixed(3)}  (${least.toFixed(3)} to ${most.toFixed(3)})`);
visitor.kill();
if (!(sink > 0)) throw new Error('nothing was read');
await Promise.all([off.application.close(), on.application.close()]);
