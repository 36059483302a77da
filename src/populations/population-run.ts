import type { ResultWriter, SetInfo, SetStatus, WriteProgress } from 'nestjs-result-store';
import type { SimulationPlan } from '../simulations/simulation-plan.js';

/** The name of every set that holds a population. */
export const POPULATION = 'simulation';

/** A population that is being written by this process, or whose writing failed. */
export interface PopulationRun {
  readonly plan: SimulationPlan;
  readonly writer: ResultWriter;
  readonly cancel: AbortController;
  /** Settles when nothing is written any more; never rejects. */
  ended: Promise<void>;
  failure: Error | undefined;
}

/** What is told of a population. */
export interface PopulationStatus {
  readonly id: string;
  /** `partial`: stopped before its end, and can be resumed; `failed`: the same, and why. */
  readonly status: 'running' | 'failed' | 'partial' | 'complete';
  readonly model: string;
  readonly patients: number;
  readonly seed: number;
  readonly hours: number;
  readonly step: number;
  readonly kind: 'memory' | 'parquet';
  /** Patients that have been simulated, and their rows. */
  readonly subjects: number;
  readonly rows: number;
  readonly bytes: number;
  /** A share, 0 to 1. */
  readonly progress: number;
  readonly rowsPerSecond: number | null;
  readonly etaMs: number | null;
  readonly error: string | null;
}

const WORDS: Readonly<Record<SetStatus, PopulationStatus['status']>> = {
  writing: 'running',
  partial: 'partial',
  complete: 'complete',
};

/** Tells of a set in the store. */
export function describeSet({ id, kind, status, subjects, rows, bytes, metadata }: SetInfo): PopulationStatus {
  const far = { kind, subjects, rows, bytes, rowsPerSecond: null, etaMs: null };
  return { id, status: WORDS[status], ...described(planOf(metadata['plan']), far), error: null };
}

/** Tells of a run. */
export function describeRun({ writer, plan, failure }: PopulationRun): PopulationStatus {
  const { kind, subjects, rows, bytes, rowsPerSecond, etaMs = null } = writer.progress;
  const far = { kind, subjects, rows, bytes, rowsPerSecond: Math.round(rowsPerSecond), etaMs: etaMs && Math.round(etaMs) }; // prettier-ignore
  const status = failure ? 'failed' : 'running';
  return { id: writer.id, status, ...described(plan, far), error: failure?.message ?? null };
}

/** The plan that a set was written by. */
export function planOf(text: unknown): SimulationPlan {
  return JSON.parse(String(text)) as SimulationPlan;
}

type Far = Pick<WriteProgress, 'kind' | 'subjects' | 'rows' | 'bytes'> & Pick<PopulationStatus, 'rowsPerSecond' | 'etaMs'>; // prettier-ignore

function described(plan: SimulationPlan, far: Far): Omit<PopulationStatus, 'id' | 'status' | 'error'> {
  const { model, patients, seed, hours, step } = plan;
  return { model, patients, seed, hours, step, ...far, progress: Math.min(1, far.subjects / patients) };
}
