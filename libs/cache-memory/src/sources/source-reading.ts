/** One reading of a source, as the source sees it. */
export interface SourceReading {
  /** Aborted once nobody wants the rest. */
  readonly signal: AbortSignal;
  /** Says how much of the source has been read, as a share from 0 to 1. */
  readonly progress: (share: number) => void;
  /** Says that a part of the source was left out, and why. */
  readonly skip: (problem: SourceProblem) => void;
}

/** Something in a source that is no entry. */
export interface SourceProblem {
  /** The line on which it ends, from 1, in a source that has lines. */
  readonly line?: number | undefined;
  readonly reason: string;
}
