/** The port of sensing one source. */
export interface Probe<T> {
  /** The name under which a failure is reported. */
  readonly name: string;
  /** The reading; `undefined` where there is nothing of its kind here. May throw: the next source then stands in. */
  read(): T | undefined;
  close(): void;
}
