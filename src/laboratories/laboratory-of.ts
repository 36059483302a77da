import { BadRequestException } from '@nestjs/common';

/** The laboratory of requests that name none. */
const ANONYMOUS = 'anonymous';
const NAME = /^[\w-]{1,64}$/;

/** What is read of a request. */
export interface LaboratoryRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The laboratory that a request comes from: its header `x-laboratory`. Throws 400 for what is no name. */
export function laboratoryOf({ headers }: LaboratoryRequest): string {
  const name = headers['x-laboratory'] ?? ANONYMOUS;
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new BadRequestException(
    'x-laboratory: expected 1 to 64 letters, digits, hyphens or underscores; correct the header',
  );
}
