import { randomBytes } from 'node:crypto';

/** The name, the moment (in base 36: eight digits up to the year 2059) and four bytes of chance. */
const MADE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}-[0-9a-z]{8,9}-[0-9a-f]{8}$/;

/** A new id for a set of a name that was begun at a moment. */
export function makeSetId(name: string, createdMs: number): string {
  return `${name}-${createdMs.toString(36)}-${randomBytes(4).toString('hex')}`;
}

/** Whether a text has the form of the ids that `makeSetId` makes. */
export function isMadeSetId(text: string): boolean {
  return MADE.test(text);
}
