/** A model's source that the AssemblyScript compiler refused. */
export class ModelCompilationError extends Error {
  override readonly name = 'ModelCompilationError';
  readonly code = 'MODEL_COMPILATION_FAILED';

  /** @param diagnostics what the compiler printed: message, file, line and column */
  constructor(
    readonly model: string,
    readonly diagnostics: string,
  ) {
    super(`model '${model}': expected AssemblyScript that compiles; correct the source:\n${diagnostics}`);
  }
}
