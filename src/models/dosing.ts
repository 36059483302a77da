/** When and how much a patient is given. */
export interface Dosing {
  /** Amount of each dose, mg. */
  readonly doseMg: number;
  /** Hours from the start of one dose to the start of the next. */
  readonly intervalHours: number;
  /** How many doses, the first at hour 0. */
  readonly doses: number;
  /** Duration of each infusion; 0 is a bolus, and what an oral dose has. */
  readonly infusionHours: number;
}
