/** The process' own garbage collection on demand (`--expose-gc`), where it has one. */
export function findCollector(): (() => void) | undefined {
  const collect = (globalThis as { gc?: () => void }).gc;
  return collect ? () => collect() : undefined; // without an argument: with one, V8 may run a minor collection
}
