// Starts the reference application, runs one simulation, tells whence the model came and how many threads it took, and dies.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { CacheMemory } from 'nestjs-cache-memory';
import { AppModule } from '../../../dist/app.module.js';
import { SimulationsService } from '../../../dist/simulations/simulations.service.js';

let workers = 0;
process.on('worker', () => workers++);
const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
const models = app.get(CacheMemory, { strict: false }).region('models');
const simulations = app.get(SimulationsService, { strict: false });
const startedAt = performance.now();
const subject = { drug: 'theophylline', dosing: {} };
const result = await simulations.simulate({ subject, patients: 20, seed: 1, hours: 24, step: 0.5 });
const ms = performance.now() - startedAt;
const concentrations = createHash('sha256').update(result.result.concentrations).digest('hex');
await models.tierSettled();
const { loads, recalls, spills, tier } = models.stats();
writeSync(
  1,
  `${JSON.stringify({ modelFrom: result.modelFrom, workers, ms, loads, recalls, spills, tier, concentrations })}\n`,
);
process.kill(process.pid, 'SIGKILL');
