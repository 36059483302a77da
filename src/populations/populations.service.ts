import { Injectable, NotFoundException, type OnModuleDestroy } from '@nestjs/common';
import { ResultStore, ResultStoreError, type ResultSet, type ResultWriter } from 'nestjs-result-store';
import { ModelsService } from '../models/models.service.js';
import { countTimes, type SimulationPlan } from '../simulations/simulation-plan.js';
import type { SimulationRequest } from '../simulations/simulation-request.js';
import { SimulationsService } from '../simulations/simulations.service.js';
import { populationRows, populationSchema } from './population-rows.js';
import { describeRun, describeSet, planOf, POPULATION, type PopulationRun, type PopulationStatus } from './population-run.js'; // prettier-ignore

/** Failed runs that are remembered. */
const MOST_FAILURES = 100;

/** Whole populations, simulated into the store patient by patient: none is ever in memory as a whole. */
@Injectable()
export class PopulationsService implements OnModuleDestroy {
  private readonly runs = new Map<string, PopulationRun>();

  constructor(
    private readonly store: ResultStore,
    private readonly models: ModelsService,
    private readonly simulations: SimulationsService,
  ) {}

  /** Begins a population and goes on behind. Throws what is wrong with the request, and `ResultStoreError` where there is no room. */
  async start(request: SimulationRequest): Promise<PopulationStatus> {
    const plan = await this.simulations.plan(request);
    const { parameters } = await this.models.describe(plan.model);
    const { model, patients, seed } = plan;
    const cancel = new AbortController();
    const writer = await this.store.create(POPULATION, {
      schema: populationSchema(parameters),
      metadata: { model, patients, seed, plan: JSON.stringify(plan) },
      expected: { subjects: patients, rows: patients * countTimes(plan) },
      signal: cancel.signal,
    });
    return this.follow(writer, plan, cancel);
  }

  /** Goes on with a population that was stopped, after its last complete chunk. Throws `ResultStoreError`. */
  async resume(id: string): Promise<PopulationStatus> {
    await this.runs.get(id)?.ended;
    const { metadata } = await this.info(id);
    const plan = planOf(metadata['plan']);
    const cancel = new AbortController();
    const expected = { subjects: plan.patients, rows: plan.patients * countTimes(plan) };
    const writer = await this.store.resume(id, { expected, signal: cancel.signal });
    return this.follow(writer, plan, cancel);
  }

  /** Stops a population; what is committed stays, to be read or resumed. Answers 404 for one that does not run. */
  async cancel(id: string): Promise<PopulationStatus | undefined> {
    const run = this.runs.get(id);
    if (!run || run.failure) throw notRunning(id);
    run.cancel.abort(new Error('it was cancelled'));
    await run.ended;
    return run.writer.kind === 'parquet' ? this.status(id) : undefined;
  }

  /** All populations, the oldest first; those of one model where it is given. */
  async list(model?: string): Promise<PopulationStatus[]> {
    const sets = await (model === undefined ? this.store.list() : this.store.find({ model }));
    const stored = sets.filter(({ id, name }) => name === POPULATION && !this.runs.has(id)).map(describeSet);
    const running = Array.from(this.runs.values(), describeRun).filter(
      (run) => model === undefined || run.model === model,
    );
    return [...stored, ...running];
  }

  /** How far one is. Throws `ResultStoreError`. */
  async status(id: string): Promise<PopulationStatus> {
    const run = this.runs.get(id);
    return run ? describeRun(run) : describeSet(await this.info(id));
  }

  /** Resolves when a population is not written by this process any more. */
  async ended(id: string): Promise<void> {
    await this.runs.get(id)?.ended;
  }

  /** Works with a population that is open for reading. Throws `ResultStoreError`. */
  async read<T>(id: string, work: (set: ResultSet) => Promise<T>): Promise<T> {
    await using set = await this.open(id);
    return await work(set);
  }

  /** Opens a population; whoever asks closes it. Throws `ResultStoreError`. */
  async open(id: string): Promise<ResultSet> {
    await this.info(id);
    return this.store.open(id);
  }

  /** Stops a population where it runs, and removes it. Throws `ResultStoreError`, `SET_IN_USE` while somebody reads it. */
  async remove(id: string): Promise<void> {
    const run = this.runs.get(id);
    run?.cancel.abort(new Error('it was removed'));
    await run?.ended;
    this.runs.delete(id);
    if (run?.writer.kind === 'memory' && !(await this.isStored(id))) return;
    await this.info(id);
    await this.store.remove(id);
  }

  async onModuleDestroy(): Promise<void> {
    for (const { cancel } of this.runs.values()) cancel.abort(new Error('the application shuts down'));
    await Promise.all(Array.from(this.runs.values(), ({ ended }) => ended));
  }

  private follow(writer: ResultWriter, plan: SimulationPlan, cancel: AbortController): PopulationStatus {
    const run: PopulationRun = { plan, writer, cancel, ended: Promise.resolve(), failure: undefined };
    this.forgetOldFailures();
    this.runs.set(writer.id, run);
    run.ended = this.write(run);
    return describeRun(run);
  }

  private async write(run: PopulationRun): Promise<void> {
    const { writer, plan, cancel } = run;
    const from = writer.resumedAfter === undefined ? 0 : Number(writer.resumedAfter) + 1;
    try {
      await this.models.use(plan.model, ({ model }) => writer.write(populationRows(model, plan, from)), cancel.signal);
      await writer.complete();
      this.runs.delete(writer.id);
    } catch (error) {
      await writer[Symbol.asyncDispose]().catch(() => undefined);
      if (cancel.signal.aborted) this.runs.delete(writer.id);
      else run.failure = error as Error;
    }
  }

  private async info(id: string): ReturnType<ResultStore['describe']> {
    const info = await this.store.describe(id);
    if (info.name === POPULATION) return info;
    throw new NotFoundException(`simulation '${id}': expected one of this service, found a set of another; list them`);
  }

  private async isStored(id: string): Promise<boolean> {
    return this.info(id).then(
      () => true,
      (error: unknown) => !(error instanceof ResultStoreError && error.code === 'SET_NOT_FOUND'),
    );
  }

  private forgetOldFailures(): void {
    const failed = [...this.runs].filter(([, { failure }]) => failure);
    for (const [id] of failed.slice(0, Math.max(0, failed.length - MOST_FAILURES))) this.runs.delete(id);
  }
}

function notRunning(id: string): NotFoundException {
  return new NotFoundException(
    `simulation '${id}': expected one that runs in this process, found none; see its status`,
  );
}
