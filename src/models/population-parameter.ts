/** A parameter as a population has it: log-normal around a typical value. */
export interface PopulationParameter {
  /** The median. */
  readonly typical: number;
  /** Coefficient of variation between patients: 0.3 is 30 %; 0 is no variability. */
  readonly cv: number;
}
