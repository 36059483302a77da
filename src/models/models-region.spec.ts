import { describe, expect, it } from '@jest/globals';
import { ModelCatalogue } from './model-catalogue.js';
import { CompiledModel } from './compiled-model.js';
import { compiledModelCodec } from './compiled-model-codec.js';
import { compileSource } from './compile-source.js';
import { modelsRegion } from './models-region.js';
import { sourcesFingerprint } from './sources-fingerprint.js';

const NAME = 'one-compartment-oral';

async function compiled(): Promise<CompiledModel> {
  const compilation = await compileSource(await new ModelCatalogue().source(NAME));
  if (!('bytes' in compilation)) throw new Error(compilation.diagnostics);
  return CompiledModel.fromBytes(NAME, compilation.bytes);
}

describe('region models', () => {
  it('has a tier where the environment names a directory, and none else', () => {
    expect(modelsRegion({}).tier).toBeUndefined();
    expect(modelsRegion({ CACHE_DIRECTORY: '/nowhere' }).tier).toMatchObject({ spill: 'stored' });
  });

  it('brings a model back from bytes that computes the same', async () => {
    const codec = compiledModelCodec(sourcesFingerprint());
    const model = await compiled();
    const again = await codec.fromSnapshot(await codec.toSnapshot(model));
    const run = (each: CompiledModel) =>
      each.concentrations(
        { CL: 4, V: 30, ka: 1.2, F: 0.8 },
        { doseMg: 100, intervalHours: 12, doses: 3, infusionHours: 0 },
        Float64Array.of(1, 5, 20),
      );
    expect(again.name).toBe(NAME);
    expect(again).not.toBe(model);
    expect(run(again)).toEqual(run(model));
  });

  it('does not encode a model that was disposed', async () => {
    const model = await compiled();
    model[Symbol.dispose]();
    expect(() => compiledModelCodec(1).toSnapshot(model)).toThrow('expected a model in use');
  });
});
