/** Something about heap and container that does not fit, and can only be set right where the process is started. */
export interface MemoryFinding {
  /** What it is, as a word that programs can compare. */
  readonly code: 'HEAP_ABOVE_CONTAINER' | 'DEFAULT_HEAP_IN_SMALL_CONTAINER' | 'CONTAINER_HALF_UNUSED';
  /** What was found and what it leads to, as a sentence. */
  readonly text: string;
  /** What to do, as an imperative with the very flag. */
  readonly remedy: string;
}
