import { NotFoundException } from '@nestjs/common';
import { nearestNames } from '../nearest-names.js';

/** Answers 404 to the name of a model that is not in the catalogue, with the nearest names. */
export class UnknownModelException extends NotFoundException {
  constructor(name: string, known: readonly string[]) {
    super({
      statusCode: 404,
      code: 'UNKNOWN_MODEL',
      message: `model: expected a model of the catalogue, found '${name.slice(0, 100)}'; ${nearestNames(name, known)}`,
    });
  }
}
