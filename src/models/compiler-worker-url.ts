import { existsSync } from 'node:fs';

/**
 * Where the built worker of the compiler is: beside this file in `dist/`, or in `dist/` when this file itself runs from
 * `src/`, as it does under Jest, which cannot start a thread from TypeScript. Throws where the application is not built.
 */
export function compilerWorkerUrl(): URL {
  const built = ['./compiler.worker.js', '../../dist/models/compiler.worker.js']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url));
  if (built !== undefined) return built;
  throw new Error("model compiler: expected dist/models/compiler.worker.js, found nothing; run 'npm run build' first");
}
