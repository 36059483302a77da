import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { MethodInstanceCache } from 'nestjs-cache-memory';
import { compileSource } from './compile-source.js';
import type { CompiledModel } from './compiled-model.js';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelCompilationError } from './model-compilation.error.js';
import type { ModelCompiler } from './model-compiler.js';
import { ModelsController } from './models.controller.js';
import { ModelsService, type ObtainedModel } from './models.service.js';

const NAME = 'one-compartment-oral';
const DOSING = { doseMg: 300, intervalHours: 12, doses: 1, infusionHours: 0 };

/** The service with the real compiler in this thread, which counts, and fails as often as told. */
function build(failures = 0): {
  service: ModelsService;
  cache: MethodInstanceCache<string, CompiledModel>;
  compiled: () => number;
} {
  let calls = 0;
  const compiler = {
    compile: async (source: Parameters<typeof compileSource>[0]) => {
      calls++;
      if (calls <= failures) throw new ModelCompilationError(source.name, 'broken on purpose');
      const compilation = await compileSource(source);
      if ('bytes' in compilation) return compilation.bytes;
      throw new ModelCompilationError(source.name, compilation.diagnostics);
    },
  } as unknown as ModelCompiler;
  const cache = new MethodInstanceCache<string, CompiledModel>({
    maxEntries: 10,
    weigher: (model) => model.getMemorySize(),
  });
  return { service: new ModelsService(cache, new ModelCatalogue(), compiler), cache, compiled: () => calls };
}

const obtain = (service: ModelsService, name = NAME): Promise<ObtainedModel> =>
  service.use(name, (obtained) => obtained);

describe('ModelsService', () => {
  it('compiles a model once, however many ask at the same time', async () => {
    const { service, compiled } = build();
    const [first, second] = await Promise.all([obtain(service), obtain(service)]);
    expect(second.model).toBe(first.model);
    expect(first.from).toBe('compiled');
    expect((await obtain(service)).from).toBe('cache');
    expect(compiled()).toBe(1);
  });

  it('leases a model as long as the work with it lasts', async () => {
    const { service, cache } = build();
    const model = await service.use(NAME, async ({ model }) => {
      cache.delete(NAME);
      await setImmediate();
      expect(model.isDisposed).toBe(false);
      return model;
    });
    expect(model.isDisposed).toBe(true);
    const run = () => model.concentrations({ CL: 3, V: 30, ka: 1, F: 1 }, DOSING, Float64Array.of(1));
    expect(run).toThrow('disposed');
    expect(model.getMemorySize()).toBe(0);
  });

  it('tells a failed compilation, and tries again next time', async () => {
    const { service, compiled } = build(1);
    await expect(obtain(service)).rejects.toThrow('broken on purpose');
    expect((await obtain(service)).from).toBe('compiled');
    expect(compiled()).toBe(2);
  });

  it('answers an unknown name with 404 and caches nothing', async () => {
    const { service, compiled } = build();
    await expect(obtain(service, 'three-compartment')).rejects.toMatchObject({ status: 404 });
    expect(compiled()).toBe(0);
    expect(service.stats().entries).toBe(0);
  });
});

describe('ModelsController', () => {
  it('lists the catalogue with what is cached of it', async () => {
    const { service } = build();
    const { model } = await obtain(service);
    await obtain(service);
    const { models, stats } = await new ModelsController(service).list();
    expect(models).toHaveLength(4);
    const [infusion, oral] = models;
    expect(infusion).toEqual({ name: 'one-compartment-infusion', parameters: ['CL', 'V'], cached: null });
    expect(oral?.cached).toMatchObject({ accesses: 1, weight: model.getMemorySize(), remainingTtlMs: undefined });
    expect(stats).toMatchObject({ entries: 1, hits: 1, misses: 1 });
  });
});
