import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Script } from 'node:vm';
import { build } from 'esbuild';

/**
 * The spec files `paths` and all that they import, as one script that is parsed once: `open()` gives a new world with modules of its
 * own, in which `open()(path, globals)` loads a spec file with `globals` for its `@jest/globals`.
 */
export async function specBundle(paths) {
  const loaders = paths.map((path) => `${JSON.stringify(path)}: () => require(${JSON.stringify(resolve(path))})`);
  const { outputFiles } = await build({
    stdin: { contents: `module.exports = { ${loaders.join(',\n')} };`, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    external: ['@jest/globals', 'fast-check'],
    tsconfigRaw: '{}',
    logLevel: 'error',
  });
  const script = new Script(`(function (require, module) {${outputFiles[0].text}\n})`, {
    filename: resolve('specs.cjs'),
  });
  const fromHere = createRequire(import.meta.url);

  return function open() {
    const current = {};
    const module = { exports: {} };
    script.runInThisContext()((name) => (name === '@jest/globals' ? current : fromHere(name)), module);
    return (path, globals) => {
      Object.assign(current, globals); // seen by modules that several spec files share, too
      module.exports[path]();
    };
  };
}
