import { NotFoundException } from '@nestjs/common';
import { nearestNames } from '../nearest-names.js';

/** Answers 404 to the name of a drug that the table does not have, with the nearest names. */
export class UnknownDrugException extends NotFoundException {
  constructor(name: string, known: readonly string[]) {
    super({
      statusCode: 404,
      code: 'UNKNOWN_DRUG',
      message: `drug: expected a drug of the table, found '${name.slice(0, 100)}'; ${nearestNames(name, known)}`,
    });
  }
}
