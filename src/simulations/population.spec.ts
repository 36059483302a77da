import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileSource } from '../models/compile-source.js';
import { CompiledModel } from '../models/compiled-model.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import { Breather } from './breather.js';
import { exposure } from './exposure.js';
import { quantile } from './quantile.js';
import { runPopulation } from './run-population.js';
import { planTimes, type SimulationPlan } from './simulation-plan.js';
import { SimulationResult } from './simulation-result.js';
import { summarisePopulation } from './summarise-population.js';

const plan: SimulationPlan = {
  model: 'one-compartment-oral',
  parameters: {
    CL: { typical: 3, cv: 0.3 },
    V: { typical: 30, cv: 0.2 },
    ka: { typical: 1.5, cv: 0.5 },
    F: { typical: 1, cv: 0 },
  },
  dosing: { doseMg: 300, intervalHours: 12, doses: 1, infusionHours: 0 },
  patients: 400,
  seed: 5,
  hours: 100,
  step: 0.25,
};
const times = planTimes(plan);
let model: CompiledModel;

beforeAll(async () => {
  const compilation = await compileSource(await new ModelCatalogue().source(plan.model));
  if (!('bytes' in compilation)) throw new Error(compilation.diagnostics);
  model = await CompiledModel.fromBytes(plan.model, compilation.bytes);
}, 60_000);

function run(change: Partial<SimulationPlan> = {}): Promise<Float64Array> {
  return runPopulation(model, { ...plan, ...change }, new Breather());
}

describe('runPopulation', () => {
  it('repeats itself for the same seed, and not for another', async () => {
    const first = await run();
    expect(await run()).toEqual(first);
    expect(await run({ seed: 6 })).not.toEqual(first);
  });

  it('has the same first patients whatever its size', async () => {
    const few = await run({ patients: 10 });
    expect((await run()).subarray(0, few.length)).toEqual(few);
  });

  it('gives every patient the same curve where nothing varies', async () => {
    const parameters = Object.fromEntries(
      Object.entries(plan.parameters).map(([name, { typical }]) => [name, { typical, cv: 0 }]),
    );
    const { p5, p50, p95 } = await summarisePopulation(times, await run({ parameters }), new Breather());
    expect(p5).toEqual(p50);
    expect(p95).toEqual(p50);
  });

  it('keeps two populations on one model apart while they take turns', async () => {
    const alone = await run({ seed: 9 });
    const eager = (seed: number): Promise<Float64Array> =>
      runPopulation(model, { ...plan, seed }, new Breather(undefined, 0));
    const [together] = await Promise.all([eager(9), eager(10)]);
    expect(together).toEqual(alone);
  });

  it('lets the event loop breathe', async () => {
    const pauses: number[] = [];
    const watching = new AbortController();
    const watch = async (): Promise<void> => {
      for (let last = performance.now(); !watching.signal.aborted; last = performance.now()) {
        await setImmediate();
        pauses.push(performance.now() - last);
      }
    };
    const watched = watch();
    const concentrations = await run({ patients: 20_000, hours: 50 });
    await summarisePopulation(planTimes({ ...plan, hours: 50 }), concentrations, new Breather());
    watching.abort();
    await watched;
    expect(pauses.length).toBeGreaterThan(5);
    expect(Math.max(...pauses)).toBeLessThan(200);
  });

  it('ends with the reason of its signal', async () => {
    const breather = new Breather(AbortSignal.abort(new Error('enough')), 0);
    await expect(runPopulation(model, plan, breather)).rejects.toThrow('enough');
  });
});

describe('summarisePopulation', () => {
  it('has medians near those of the typical patient', async () => {
    const summary = await summarisePopulation(times, await run({ patients: 2000 }), new Breather());
    expect(Math.abs(summary.auc / (300 / 3) - 1)).toBeLessThan(0.03);
    const typical = exposure(times, model.concentrations({ CL: 3, V: 30, ka: 1.5, F: 1 }, plan.dosing, times));
    expect(Math.abs(summary.cmax / typical.cmax - 1)).toBeLessThan(0.05);
    expect(Math.abs(summary.tmax - typical.tmax)).toBeLessThanOrEqual(0.5);
    summary.p50.forEach((value, index) => {
      expect(summary.p5[index]).toBeLessThanOrEqual(value);
      expect(summary.p95[index]).toBeGreaterThanOrEqual(value);
    });
  });
});

describe('exposure', () => {
  it('finds the first peak and the area by trapezoids', () => {
    const met = exposure(Float64Array.of(0, 1, 2, 4), Float64Array.of(0, 3, 3, 1));
    expect(met).toEqual({ cmax: 3, tmax: 1, auc: 8.5 });
  });
});

describe('quantile', () => {
  it('interpolates between the two nearest values', () => {
    const sorted = Float64Array.of(10, 20, 30, 40);
    expect([0, 0.5, 1].map((share) => quantile(sorted, share))).toEqual([10, 25, 40]);
    expect(quantile(Float64Array.of(7), 0.95)).toBe(7);
  });
});

describe('SimulationResult', () => {
  it('weighs what its numbers hold', async () => {
    const concentrations = await run();
    const summary = await summarisePopulation(times, concentrations, new Breather());
    const size = new SimulationResult(times, concentrations, summary).getMemorySize();
    expect(size).toBe(8 * (400 * times.length + 4 * times.length));
  });
});
