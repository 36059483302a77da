import 'reflect-metadata';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { CacheMemory } from 'nestjs-cache-memory';
import request from 'supertest';
import { AppModule } from '../src/app.module.js';
import type { CompiledModel } from '../src/models/compiled-model.js';

describe('the reference application', () => {
  let app: INestApplication;
  const http = () => request(app.getHttpServer() as Parameters<typeof request>[0]);
  const simulate = (body: object) => http().post('/simulations').send(body);
  const region = (name: string) => app.get(CacheMemory, { strict: false }).region(name);

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication({ logger: ['error'] });
    await app.init();
  });
  afterAll(() => app.close());

  it('compiles a model for its first simulation only', async () => {
    const first = await simulate({ drug: 'theophylline', patients: 50, seed: 1 }).expect(200);
    const second = await simulate({ drug: 'theophylline', patients: 50, seed: 2 }).expect(200);
    expect(first.body).toMatchObject({ answerFrom: 'simulation', modelFrom: 'compiled', patients: 50 });
    expect(second.body).toMatchObject({ answerFrom: 'simulation', modelFrom: 'cache' });
    expect(region('models').stats()).toMatchObject({ loads: 1, entries: 1 });
  });

  it('answers an equal request from the cache, with the same numbers', async () => {
    const body = { drug: 'caffeine', patients: 40, seed: 7 };
    const first = await simulate(body).expect(200);
    const second = await simulate(body).expect(200);
    expect(second.body.answerFrom).toBe('cache');
    expect(second.body.percentiles).toEqual(first.body.percentiles);
  });

  it('gives the same numbers for the same seed when the answer was forgotten', async () => {
    const body = { drug: 'warfarin', patients: 40, seed: 9 };
    const first = await simulate(body).expect(200);
    region('simulations').clear();
    const second = await simulate(body).expect(200);
    expect(second.body.answerFrom).toBe('simulation');
    expect(second.body.percentiles).toEqual(first.body.percentiles);
  });

  it('compiles once for simulations that ask at the same time', async () => {
    region('models').clear();
    const before = region('models').stats().loads;
    const bodies = Array.from({ length: 8 }, (_, seed) => ({ drug: 'gentamicin', patients: 10, seed: seed + 100 }));
    const answers = await Promise.all(bodies.map((body) => simulate(body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    expect(region('models').stats().loads - before).toBe(1);
  });

  it('finishes a simulation whose model leaves the cache meanwhile', async () => {
    const models = region('models');
    const events: string[] = [];
    const answer = simulate({ drug: 'theophylline', patients: 3_000, hours: 200, step: 0.1, seed: 4_711 });
    const running = answer.then(({ status }) => events.push(`answered ${status}`));
    while (models.stats().leased === 0) await setImmediate();
    const model = models.peek<CompiledModel>('one-compartment-oral')!;
    models.delete('one-compartment-oral');
    expect(models.stats()).toMatchObject({ leased: 1, doomed: 1 });
    expect(model.isDisposed).toBe(false);
    await running;
    expect(events).toEqual(['answered 200']);
    expect(model.isDisposed).toBe(true);
  });

  it('keeps an account for each laboratory, its tenants, and closes the one that is one too many', async () => {
    const from = (laboratory: string, body: object) => simulate(body).set('x-laboratory', laboratory);
    for (const seed of [1, 2]) await from('riverside', { drug: 'caffeine', patients: 5, seed }).expect(200);
    await from('hillside', { drug: 'caffeine', patients: 7 }).expect(200);
    const usage = async (laboratory: string) =>
      (await http().get('/laboratory').set('x-laboratory', laboratory).expect(200)).body;
    expect(await usage('riverside')).toMatchObject({
      laboratory: 'riverside',
      simulations: 2,
      patients: 10,
      running: 0,
    });
    expect(await usage('hillside')).toMatchObject({ simulations: 1, patients: 7 });
    for (let other = 0; other < 50; other++) await usage(`laboratory-${other}`);
    expect(region('laboratories').stats()).toMatchObject({ entries: 50, maxEntries: 50 });
    expect(await usage('riverside')).toMatchObject({ simulations: 0 });
    await http().get('/laboratory').set('x-laboratory', 'no name').expect(400);
  });

  it('lists its models with what is cached of them', async () => {
    await simulate({ drug: 'theophylline', patients: 10 }).expect(200);
    const { body } = await http().get('/models').expect(200);
    const oral = body.models.find(({ name }: { name: string }) => name === 'one-compartment-oral');
    expect(oral.cached).toMatchObject({ accesses: expect.any(Number), weight: expect.any(Number) });
    expect(oral.cached.costMs).toBeGreaterThan(0);
    expect(oral.cached.weight).toBeGreaterThan(65_536);
  });

  it('keeps its reference drugs as protected entries, whatever the pressure', async () => {
    const drugs = region('drugs');
    const { entries, protectedEntries } = drugs.stats();
    expect(protectedEntries).toBe(entries);
    expect(entries).toBeGreaterThanOrEqual(8);
    drugs.trim(0);
    await http().get('/drugs').expect(200);
    expect(drugs.stats().entries).toBe(entries);
  });

  it('is healthy', async () => {
    const { body } = await http().get('/health').expect(200);
    expect(body).toMatchObject({ status: 'ok', details: { cache_memory: { status: 'up', level: 'normal' } } });
  });

  it('tells the statistics of every region and the last memory report', async () => {
    const { body } = await http().get('/cache').expect(200);
    expect(Object.keys(body.regions).sort()).toEqual(['default', 'drugs', 'laboratories', 'models', 'simulations']);
    expect(body.memory).toMatchObject({ level: 'normal', source: expect.any(String) });
  });

  it('has its memory check in the scheduler registry', () => {
    expect(app.get(SchedulerRegistry, { strict: false }).getIntervals()).toContain('cache-memory.check');
  });

  it.each([
    ['an unknown drug', { drug: 'theophyline' }, 404, 'theophylline'],
    ['an unknown model', { model: 'one-compartment', parameters: {}, dosing: { doseMg: 1 } }, 404, 'one-compartment-'],
    ['no patient', { drug: 'theophylline', patients: 0 }, 400, 'patients'],
    ['half a patient', { drug: 'theophylline', patients: 1.5 }, 400, 'patients'],
    ['an unknown field', { drug: 'theophylline', patience: 5 }, 400, 'patience'],
    ['neither drug nor model', {}, 400, "either 'drug' or 'model'"],
    ['a body that is no object', [1, 2], 400, 'expected'],
  ])('refuses %s with the reason', async (_, body, status, text) => {
    const answer = await simulate(body).expect(status);
    expect(answer.body.message).toContain(text);
  });
});
