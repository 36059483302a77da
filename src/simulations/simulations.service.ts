import { Injectable } from '@nestjs/common';
import { InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { DrugsService } from '../drugs/drugs.service.js';
import { ModelsService, type ObtainedModel } from '../models/models.service.js';
import { Breather } from './breather.js';
import { parseParameters } from './parse-parameters.js';
import { runPopulation } from './run-population.js';
import { planTimes, type SimulationPlan } from './simulation-plan.js';
import type { SimulationRequest } from './simulation-request.js';
import { SimulationResult } from './simulation-result.js';
import { summarisePopulation } from './summarise-population.js';

/** A simulation's answer, and what it took. */
export interface FinishedSimulation {
  readonly plan: SimulationPlan;
  readonly result: SimulationResult;
  /** Whether this request ran the simulation, or found the answer of another. */
  readonly answerFrom: 'simulation' | 'cache';
  /** Where the model came from; `undefined` where no model was needed. */
  readonly modelFrom: ObtainedModel['from'] | undefined;
  readonly elapsedMs: number;
}

/** Runs populations on models, and keeps the results in region `simulations` by everything that determines them. */
@Injectable()
export class SimulationsService {
  constructor(
    @InjectCache('simulations') private readonly cache: MethodInstanceCache<string, SimulationResult>,
    private readonly models: ModelsService,
    private readonly drugs: DrugsService,
  ) {}

  /** Throws `InvalidInputException` (400), `UnknownDrugException` or `UnknownModelException` (404), or the signal's reason. */
  async simulate(request: SimulationRequest, signal?: AbortSignal): Promise<FinishedSimulation> {
    const started = performance.now();
    const plan = await this.plan(request);
    let modelFrom: ObtainedModel['from'] | undefined;
    const result = await this.cache.getOrCreate(
      JSON.stringify(plan),
      async ({ signal }) => {
        const times = planTimes(plan);
        const breather = new Breather(signal);
        const run = ({ model, from }: ObtainedModel): Promise<Float64Array> => {
          modelFrom = from;
          return runPopulation(model, plan, breather);
        };
        const concentrations = await this.models.use(plan.model, run, signal);
        return new SimulationResult(times, concentrations, await summarisePopulation(times, concentrations, breather));
      },
      { signal },
    );
    const answerFrom = modelFrom === undefined ? 'cache' : 'simulation';
    return { plan, result, answerFrom, modelFrom, elapsedMs: performance.now() - started };
  }

  /**
   * Fills in what the request leaves to the drug or to the model; the order of the fields is always the same. Throws
   * `InvalidInputException` (400), `UnknownDrugException` or `UnknownModelException` (404).
   */
  async plan({ subject, patients, seed, hours, step }: SimulationRequest): Promise<SimulationPlan> {
    if ('drug' in subject) {
      const { model, parameters, dosing } = await this.drugs.find(subject.drug);
      return { model, parameters, dosing: { ...dosing, ...subject.dosing }, patients, seed, hours, step };
    }
    const model = await this.models.describe(subject.model);
    const parameters = parseParameters(subject.parameters, model);
    return { model: model.name, parameters, dosing: subject.dosing, patients, seed, hours, step };
  }
}
