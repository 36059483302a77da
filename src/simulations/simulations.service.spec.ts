import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from 'nestjs-cache-memory';
import type { Drug } from '../drugs/drug.js';
import { DrugsService } from '../drugs/drugs.service.js';
import { compileSource } from '../models/compile-source.js';
import type { CompiledModel } from '../models/compiled-model.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import type { ModelCompiler } from '../models/model-compiler.js';
import { ModelsService } from '../models/models.service.js';
import { simulationAnswer } from './simulation-answer.js';
import { parseSimulationRequest } from './simulation-request.js';
import type { SimulationResult } from './simulation-result.js';
import { SimulationsService } from './simulations.service.js';

const catalogue = new ModelCatalogue();
const compiler = {
  compile: async (source: Parameters<typeof compileSource>[0]) => {
    const compilation = await compileSource(source);
    if ('bytes' in compilation) return compilation.bytes;
    throw new Error(compilation.diagnostics);
  },
} as unknown as ModelCompiler;
const drugs = new DrugsService(new MethodInstanceCache<string, Drug>({ maxEntries: 100 }), catalogue);
const models = new ModelsService(
  new MethodInstanceCache<string, CompiledModel>({ maxEntries: 10 }),
  catalogue,
  compiler,
);
let cache: MethodInstanceCache<string, SimulationResult>;
let service: SimulationsService;

beforeAll(() => drugs.onModuleInit());

beforeEach(() => {
  cache = new MethodInstanceCache({ maxEntries: 10, weigher: (result: SimulationResult) => result.getMemorySize() });
  service = new SimulationsService(cache, models, drugs);
});

const own = {
  model: 'one-compartment-oral',
  parameters: { CL: 3, V: 30, ka: 1.5, F: 1 },
  dosing: { doseMg: 300 },
  patients: 20,
};

describe('SimulationsService', () => {
  it('runs a simulation once and answers an equal request from the cache', async () => {
    const first = await service.simulate(parseSimulationRequest({ drug: 'theophylline', patients: 50 }));
    const second = await service.simulate(parseSimulationRequest({ patients: 50, drug: 'theophylline', seed: 1 }));
    expect(first).toMatchObject({ answerFrom: 'simulation', modelFrom: 'compiled' });
    expect(second).toMatchObject({ answerFrom: 'cache', modelFrom: undefined });
    expect(second.result).toBe(first.result);
    expect(cache.stats().weight).toBe(first.result.getMemorySize());
  });

  it('takes the order of parameters for what it is: nothing', async () => {
    const first = await service.simulate(parseSimulationRequest(own));
    const { CL, V, ka, F } = own.parameters;
    const second = await service.simulate(parseSimulationRequest({ ...own, parameters: { F, ka, V, CL } }));
    expect(second.result).toBe(first.result);
  });

  it('has an answer of its own for another seed, dose or variability', async () => {
    await service.simulate(parseSimulationRequest(own));
    const others = [
      { ...own, seed: 2 },
      { ...own, dosing: { doseMg: 301 } },
      { ...own, parameters: { ...own.parameters, CL: { typical: 3, cv: 0.1 } } },
    ];
    for (const other of others) {
      expect((await service.simulate(parseSimulationRequest(other))).answerFrom).toBe('simulation');
    }
    expect(cache.stats().entries).toBe(4);
  });

  it("lets a request change a part of a drug's dosing", async () => {
    const { plan } = await service.simulate(
      parseSimulationRequest({ drug: 'warfarin', patients: 5, dosing: { doseMg: 10 } }),
    );
    expect(plan.dosing).toEqual({ doseMg: 10, intervalHours: 24, doses: 14, infusionHours: 0 });
  });

  it('keeps nothing of what fails', async () => {
    const wrong = parseSimulationRequest({ ...own, parameters: { CL: 3 } });
    await expect(service.simulate(wrong)).rejects.toMatchObject({ status: 400 });
    const unknown = parseSimulationRequest({ drug: 'theophyline' });
    await expect(service.simulate(unknown)).rejects.toThrow("did you mean 'theophylline'");
    expect(cache.stats().entries).toBe(0);
  });

  it('stops when its only caller leaves', async () => {
    const request = parseSimulationRequest({ ...own, patients: 100_000, hours: 96 });
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(new Error('the client left')), 5);
    await expect(service.simulate(request, leaving.signal)).rejects.toThrow('the client left');
    expect(cache.stats()).toMatchObject({ entries: 0 });
  });
});

describe('simulationAnswer', () => {
  it('tells plain numbers with six digits', async () => {
    const answer = simulationAnswer(await service.simulate(parseSimulationRequest({ ...own, hours: 2 })));
    expect(answer.times).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(answer.percentiles.p5).toEqual(answer.percentiles.p95);
    expect(answer.percentiles.p50[0]).toBe(0);
    expect(JSON.stringify(answer)).not.toMatch(/\d{8}/u);
  });
});
