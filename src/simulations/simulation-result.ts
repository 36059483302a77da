import type { PopulationSummary } from './summarise-population.js';

/** A finished simulation, with every patient's concentrations: what makes its weight real. */
export class SimulationResult {
  constructor(
    /** Hours. */
    readonly times: Float64Array,
    /** mg/L, patient after patient. */
    readonly concentrations: Float64Array,
    readonly summary: PopulationSummary,
  ) {}

  /** Bytes that the result holds. */
  getMemorySize(): number {
    const { p5, p50, p95 } = this.summary;
    const arrays = [this.times, this.concentrations, p5, p50, p95];
    return arrays.reduce((sum, array) => sum + array.byteLength, 0);
  }
}
