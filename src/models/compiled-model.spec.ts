import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileSource } from './compile-source.js';
import { CompiledModel } from './compiled-model.js';
import type { Dosing } from './dosing.js';
import { RandomStream } from '../simulations/random-stream.js';
import { ModelCatalogue } from './model-catalogue.js';

const models = new Map<string, CompiledModel>();

beforeAll(async () => {
  const catalogue = new ModelCatalogue();
  for (const name of await catalogue.names()) {
    const compilation = await compileSource(await catalogue.source(name));
    if (!('bytes' in compilation)) throw new Error(compilation.diagnostics);
    models.set(name, await CompiledModel.fromBytes(name, compilation.bytes));
  }
}, 60_000);

const single: Dosing = { doseMg: 100, intervalHours: 12, doses: 1, infusionHours: 0 };
const regimen: Dosing = { doseMg: 100, intervalHours: 12, doses: 5, infusionHours: 0 };
const one = { CL: 4, V: 30, ka: 1.2, F: 0.8 };
const two = { CL: 4, V: 20, Q: 6, V2: 60, ka: 0.9, F: 0.7 };

/** The textbook forms for one dose, summed over the doses: nothing in common with the carried amounts of the models. */
function superposed(dosing: Dosing, times: Float64Array, unit: (hours: number) => number): Float64Array {
  return times.map((time) => {
    let sum = 0;
    for (let dose = 0; dose < dosing.doses; dose++) {
      const since = time - dose * dosing.intervalHours;
      if (since >= 0) sum += dosing.doseMg * unit(since);
    }
    return sum;
  });
}

function oneOral({ CL, V, ka, F }: typeof one): (hours: number) => number {
  const k = CL / V;
  return (t) => ((F * ka) / (V * (ka - k))) * (Math.exp(-k * t) - Math.exp(-ka * t));
}

function macro({ CL, V, Q, V2 }: { CL: number; V: number; Q: number; V2: number }) {
  const [k10, k12, k21] = [CL / V, Q / V, Q / V2];
  const sum = k10 + k12 + k21;
  const root = Math.sqrt(sum * sum - 4 * k10 * k21);
  const [alpha, beta] = [(sum + root) / 2, (sum - root) / 2];
  return { alpha, beta, k21 };
}

function twoOral(parameters: typeof two): (hours: number) => number {
  const { alpha, beta, k21 } = macro(parameters);
  const { V, ka, F } = parameters;
  const term = (rate: number, other: number, t: number): number =>
    ((k21 - rate) / ((ka - rate) * (other - rate))) * Math.exp(-rate * t);
  return (t) =>
    ((F * ka) / V) *
    (term(alpha, beta, t) + term(beta, alpha, t) + ((k21 - ka) / ((alpha - ka) * (beta - ka))) * Math.exp(-ka * t));
}

function infused(modes: { weight: number; rate: number }[], V: number, duration: number): (hours: number) => number {
  return (t) =>
    modes.reduce((sum, { weight, rate }) => {
      const running = Math.min(t, duration);
      const built = (weight / (duration * V * rate)) * (1 - Math.exp(-rate * running));
      return sum + built * Math.exp(-rate * (t - running));
    }, 0);
}

function twoModes(parameters: { CL: number; V: number; Q: number; V2: number }) {
  const { alpha, beta, k21 } = macro(parameters);
  return [
    { weight: (alpha - k21) / (alpha - beta), rate: alpha },
    { weight: (k21 - beta) / (alpha - beta), rate: beta },
  ];
}

function grid(hours: number, step: number): Float64Array {
  return Float64Array.from({ length: Math.round(hours / step) + 1 }, (_, index) => index * step);
}

function run(name: string, parameters: Record<string, number>, dosing: Dosing, times: Float64Array): Float64Array {
  const model = models.get(name);
  if (model === undefined) throw new Error(name);
  return model.concentrations(parameters, dosing, times);
}

function expectClose(found: Float64Array, expected: Float64Array, relative = 1e-9): void {
  const scale = Math.max(...expected);
  expect(found).toHaveLength(expected.length);
  found.forEach((value, index) => {
    expect(Math.abs(value - (expected[index] ?? NaN)) / scale).toBeLessThan(relative);
  });
}

function area(values: Float64Array, step: number): number {
  return (
    values.reduce((sum, value, index) => sum + value * (index === 0 || index === values.length - 1 ? 0.5 : 1), 0) * step
  );
}

describe('the compiled models', () => {
  it('agree with the closed form of one compartment, oral', () => {
    const times = grid(96, 0.5);
    expectClose(run('one-compartment-oral', one, regimen, times), superposed(regimen, times, oneOral(one)));
  });

  it('agree with the closed form of two compartments, oral', () => {
    const times = grid(96, 0.5);
    expectClose(run('two-compartment-oral', two, regimen, times), superposed(regimen, times, twoOral(two)));
  });

  it('agree with the closed form of one compartment, infusion', () => {
    const dosing = { ...regimen, infusionHours: 1.3 };
    const times = grid(96, 0.5);
    const unit = infused([{ weight: 1, rate: one.CL / one.V }], one.V, 1.3);
    expectClose(run('one-compartment-infusion', one, dosing, times), superposed(dosing, times, unit));
  });

  it('agree with the closed form of two compartments, infusion', () => {
    const dosing = { ...regimen, infusionHours: 2 };
    const times = grid(96, 0.7);
    expectClose(
      run('two-compartment-infusion', two, dosing, times),
      superposed(dosing, times, infused(twoModes(two), two.V, 2)),
    );
  });

  it('superpose infusions that overlap', () => {
    const dosing = { ...regimen, infusionHours: 30 };
    const times = grid(120, 1.5);
    expectClose(
      run('two-compartment-infusion', two, dosing, times),
      superposed(dosing, times, infused(twoModes(two), two.V, 30)),
    );
  });

  it('take a duration of 0 as a bolus', () => {
    const times = grid(60, 0.5);
    const unit = (t: number): number => Math.exp((-one.CL / one.V) * t) / one.V;
    expectClose(run('one-compartment-infusion', one, regimen, times), superposed(regimen, times, unit));
  });

  it('take times at any distance, doses between them included', () => {
    const times = Float64Array.of(0.1, 3, 11.9, 12, 25, 25.001, 80);
    expectClose(run('two-compartment-oral', two, regimen, times), superposed(regimen, times, twoOral(two)));
    const dosing = { ...regimen, infusionHours: 0.4 };
    expectClose(
      run('two-compartment-infusion', two, dosing, times),
      superposed(dosing, times, infused(twoModes(two), two.V, 0.4)),
    );
  });

  it('stay exact where absorption is as fast as elimination', () => {
    const times = grid(48, 0.5);
    const k = 0.2;
    const equal = { CL: 6, V: 30, ka: k, F: 1 };
    const limit = superposed(single, times, (t) => (k * t * Math.exp(-k * t)) / 30);
    expectClose(run('one-compartment-oral', equal, single, times), limit);
    expectClose(run('one-compartment-oral', { ...equal, ka: k * (1 + 1e-10) }, single, times), limit);
    const { alpha, beta } = macro(two);
    for (const ka of [alpha, beta]) {
      const near = run('two-compartment-oral', { ...two, ka: ka * (1 + 1e-5) }, single, times);
      expectClose(run('two-compartment-oral', { ...two, ka }, single, times), near, 1e-4);
    }
  });

  it.each([
    ['one-compartment-oral', one, 0.8],
    ['two-compartment-oral', two, 0.7],
    ['one-compartment-infusion', one, 1],
    ['two-compartment-infusion', two, 1],
  ])('%s conserves mass: the area under the curve is F dose / CL', (name, parameters, fraction) => {
    const values = run(name, parameters, { ...single, infusionHours: 1 }, grid(400, 0.05));
    const expected = (fraction * single.doseMg) / parameters.CL;
    expect(Math.abs(area(values, 0.05) / expected - 1)).toBeLessThan(0.001);
  });

  it('reach a steady state whose average is F dose / (CL interval)', () => {
    const dosing = { ...regimen, doses: 60 };
    const values = run('two-compartment-oral', two, dosing, grid(720, 0.1));
    const last = values.subarray(7080, 7201);
    const before = values.subarray(6960, 7081);
    expectClose(last, before, 1e-6);
    const average = area(last, 0.1) / 12;
    expect(Math.abs(average / ((0.7 * 100) / (4 * 12)) - 1)).toBeLessThan(0.01);
  });

  it('give finite concentrations, none negative, for the wildest parameters', () => {
    const stream = RandomStream.of(3, 0);
    const times = Float64Array.of(0, 0.1, 1, 5, 24, 24.5, 500);
    for (const [name, model] of models) {
      for (let trial = 0; trial < 500; trial++) {
        const wild = Object.fromEntries(model.parameters.map((slot) => [slot, 10 ** (12 * stream.nextUniform() - 6)]));
        const found = model.concentrations(wild, { ...regimen, infusionHours: trial % 3 }, times);
        expect({ name, wild, isFit: found.every((value) => value >= 0 && value < Infinity) }).toMatchObject({
          isFit: true,
        });
      }
    }
  });

  it('start anew with every call, of whatever size', () => {
    const model = models.get('one-compartment-oral')!;
    const small = model.concentrations(one, single, grid(10, 1));
    const sizeBefore = model.getMemorySize();
    model.concentrations(one, { ...regimen, doses: 2000 }, grid(10_000, 0.5));
    expect(model.getMemorySize()).toBeGreaterThan(sizeBefore);
    expect(model.concentrations(one, single, grid(10, 1))).toEqual(small);
  });

  it('know their parameters and refuse one that is missing or not positive', () => {
    const model = models.get('one-compartment-oral')!;
    expect(model.parameters).toEqual(['CL', 'V', 'ka', 'F']);
    expect(() => model.concentrations({ CL: 1, V: 1, ka: 1 }, single, grid(1, 1))).toThrow(
      "parameter 'F', found undefined",
    );
    expect(() => model.concentrations({ ...one, V: -1 }, single, grid(1, 1))).toThrow("parameter 'V', found -1");
  });
});

describe('CompiledModel.fromBytes', () => {
  it('refuses a module without the exports of a model', async () => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    await expect(CompiledModel.fromBytes('empty', empty)).rejects.toThrow(
      "model 'empty': expected an exported function",
    );
  });
});

describe('compileSource', () => {
  it('gives the diagnostics of a source that does not compile', async () => {
    const compilation = await compileSource({
      name: 'bad',
      files: { 'bad.as.ts': 'export function simulate(): f64 { return nonsense; }' },
    });
    expect(compilation).toEqual({ diagnostics: expect.stringContaining("Cannot find name 'nonsense'") });
  });

  it('names an import that is missing', async () => {
    const compilation = await compileSource({
      name: 'bad',
      files: { 'bad.as.ts': "export { reserve } from './lib/absent.as';" },
    });
    expect(compilation).toEqual({ diagnostics: expect.stringContaining('lib/absent') });
  });
});
