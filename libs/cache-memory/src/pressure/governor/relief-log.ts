import type { ReliefStep } from '../relief-step.js';

/** Writes down the steps of one look at memory: what each gave and how long it took. Steps that gave nothing are left out. */
export class ReliefLog {
  readonly steps: ReliefStep[] = [];

  constructor(private readonly now: () => number) {}

  /** Takes a step, and answers what it gave. */
  take(step: ReliefStep['step'], of: string, act: () => { entries: number; bytes: number }): number {
    const startedAt = this.now();
    const { entries, bytes } = act();
    if (entries > 0 || bytes > 0) this.steps.push({ step, of, entries, bytes, ms: this.now() - startedAt });
    return bytes;
  }
}
