// Ten runs of the reference workload in one process; tells the resident memory after each, collected, in bytes.
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { CacheMemory } from 'nestjs-cache-memory';
import { AppModule } from '../../../dist/app.module.js';
import { ModelCompiler } from '../../../dist/models/model-compiler.js';
import { SimulationsService } from '../../../dist/simulations/simulations.service.js';

const drugs = ['theophylline', 'caffeine', 'warfarin', 'gentamicin', 'vancomycin', 'diazepam'];
const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
const simulations = app.get(SimulationsService, { strict: false });
const memory = app.get(CacheMemory, { strict: false });

async function run(index) {
  for (let seed = 0; seed < 20; seed++) {
    for (const drug of drugs) {
      await simulations.simulate({
        subject: { drug, dosing: {} },
        patients: 200,
        seed: index * 100 + seed,
        hours: 24,
        step: 0.5,
      });
    }
  }
  memory.region('simulations').clear();
}

async function collectedRss() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await delay(50);
  }
  return process.memoryUsage.rss();
}

const rss = [];
for (let index = 0; index < 10; index++) {
  await run(index);
  if (index === 0) await app.get(ModelCompiler, { strict: false }).onApplicationShutdown(); // its thread would hide what grows
  rss.push(await collectedRss());
}
console.log(JSON.stringify({ rss, stats: memory.region('models').stats() }));
await app.close();
