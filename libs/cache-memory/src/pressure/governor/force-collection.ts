import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CollectionScope } from '../collection-scope.js';

type Collector = (options?: { readonly type: 'minor' | 'major'; readonly flavor?: 'last-resort' }) => unknown;

/** V8 keeps the pages that it empties since 12, and can be asked for them; before it gives them back by itself. */
const KEEPS_PAGES = Number.parseInt(process.versions.v8, 10) >= 12;

let collect: Collector | undefined;

/**
 * Makes V8 collect all garbage now, what Buffers hold outside the heap too; answers the milliseconds that it took. V8 frees that beside
 * the application, up to half a second later; a minor collection, which takes about one millisecond, first waits until it is done.
 */
export function forceCollection(scope: CollectionScope = 'garbage'): number {
  const startedAt = performance.now();
  collect ??= findCollector();
  if (scope === 'pages' && KEEPS_PAGES) collect({ type: 'major', flavor: 'last-resort' });
  else collect(); // any argument would make it a minor one on some versions of Node
  collect({ type: 'minor' });
  return performance.now() - startedAt;
}

function findCollector(): Collector {
  const exposed = (globalThis as { gc?: Collector }).gc;
  if (exposed) return (options) => (options ? exposed(options) : exposed());
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collector;
}
