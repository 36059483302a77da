/** A row of the drug table that cannot be used. */
export class InvalidDrugTableError extends Error {
  override readonly name = 'InvalidDrugTableError';
  readonly code = 'INVALID_DRUG_TABLE';

  /** @param line where the row is, from 1, the header's line included */
  constructor(
    readonly line: number,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`drugs.csv, line ${line}: ${problem}`, options);
  }
}
