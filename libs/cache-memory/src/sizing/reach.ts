/** Where the contents of a collection go: each value with the number of values that it stands for. */
export interface Reach {
  /** Values that the collection should look at, at most. */
  readonly room: number;
  /** Adds a value that stands for `times` of its kind. */
  add(value: unknown, times: number): void;
  /** Adds bytes of the collection itself that were found in a sample standing for `times` as many. */
  addBytes(bytes: number, times: number): void;
}
