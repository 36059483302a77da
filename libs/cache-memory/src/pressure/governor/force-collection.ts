import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Makes V8 collect all garbage now; answers the milliseconds that it took. */
export function forceCollection(): number {
  const startedAt = performance.now();
  collect ??= findCollector();
  collect(); // any argument would make it a minor one on some versions of Node
  return performance.now() - startedAt;
}

function findCollector(): () => void {
  const exposed = (globalThis as { gc?: () => void }).gc;
  if (exposed) return () => exposed();
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
