import { BadRequestException } from '@nestjs/common';

/** Answers 400 to a body that cannot be used: what was expected, what was found, what to do. */
export class InvalidInputException extends BadRequestException {
  /** @param field where in the body; empty for the body itself */
  constructor(field: string, expected: string, found: unknown, remedy: string) {
    const subject = field === '' ? 'body' : field;
    super({
      statusCode: 400,
      code: 'INVALID_INPUT',
      field: subject,
      message: `${subject}: expected ${expected}, found ${describe(found)}; ${remedy}`,
    });
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).length} fields`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
