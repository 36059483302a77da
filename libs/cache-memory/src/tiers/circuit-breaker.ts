/**
 * A circuit breaker's state: how often in a row a tier has failed, and until when it is not asked. (Michael Nygard, "Release It!",
 * 2007.)
 */
export interface Circuit {
  readonly failures: number;
  /** The clock's reading from which on one call may try again; `undefined` while every call may. */
  readonly openUntil: number | undefined;
  /** How long it stays open the next time, in milliseconds. */
  readonly pauseMs: number;
}

/** Failures in a row that open a circuit. */
const MOST_FAILURES = 5;

/** The first pause and the longest, in milliseconds; each is twice the one before. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The circuit of a tier that answers. */
export const CLOSED: Circuit = Object.freeze({ failures: 0, openUntil: undefined, pauseMs: FIRST_PAUSE_MS });

/** Whether a call may be made; the first one after a pause is a trial. */
export function mayCall({ openUntil }: Circuit, now: number): boolean {
  return openUntil === undefined || openUntil <= now;
}

/** The circuit once a call was let through: while a trial is under way, no other call is made. */
export function onCall(circuit: Circuit, now: number): Circuit {
  return circuit.openUntil === undefined ? circuit : { ...circuit, openUntil: now + circuit.pauseMs };
}

/** The circuit after a call that failed. */
export function onFailure({ failures, openUntil, pauseMs }: Circuit, now: number): Circuit {
  const isOpening = openUntil !== undefined || failures + 1 >= MOST_FAILURES;
  if (!isOpening) return { failures: failures + 1, openUntil: undefined, pauseMs };
  return { failures: failures + 1, openUntil: now + pauseMs, pauseMs: Math.min(2 * pauseMs, LONGEST_PAUSE_MS) };
}

/** The circuit of a tier that could not be opened: it need not fail again before it is open. */
export function onRefusal(circuit: Circuit, now: number): Circuit {
  return isOpen(circuit) ? circuit : onFailure({ ...circuit, failures: MOST_FAILURES }, now);
}

/** Whether no call is made but trials. */
export function isOpen({ openUntil }: Circuit): boolean {
  return openUntil !== undefined;
}
