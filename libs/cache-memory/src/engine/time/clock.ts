/** The port of time: milliseconds that never run backwards. Only differences between two readings mean anything. */
export interface Clock {
  /** The reading, in milliseconds. */
  now(): number;
}
