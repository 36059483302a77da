import { loadAssemblyScript } from './load-assembly-script.js';
import type { ModelSource } from './model-source.js';

/** What came out of a compilation: WebAssembly, or the compiler's complaints. */
export type Compilation = { readonly bytes: Uint8Array } | { readonly diagnostics: string };

const OUTPUT = '--outFile model.wasm --optimizeLevel 3 --noAssert --noColors';
const RUNTIME = '--runtime stub --use abort=';

/** Compiles a model, in this thread, to WebAssembly that needs neither imports nor a garbage collector. */
export async function compileSource(source: ModelSource): Promise<Compilation> {
  const asc = await loadAssemblyScript();
  let bytes: Uint8Array | undefined;
  let diagnostics = '';
  const { error } = await asc.main([`${source.name}.as.ts`, ...`${OUTPUT} ${RUNTIME}`.split(' ')], {
    readFile: (path) => (Object.hasOwn(source.files, path) ? (source.files[path] ?? null) : null),
    writeFile: (_path, contents) => {
      if (typeof contents !== 'string') bytes = Uint8Array.from(contents);
    },
    listFiles: () => [],
    stdout: { write: () => undefined },
    stderr: {
      write: (text) => {
        diagnostics += text;
      },
    },
  });
  if (error === null && bytes !== undefined) return { bytes };
  return { diagnostics: `${diagnostics.trim()}\n${error?.message ?? 'the compiler wrote no module'}`.trim() };
}
