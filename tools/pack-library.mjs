import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { minify } from '@swc/core';
import { build } from 'esbuild';

const HELPER = /^var (__\w+) = \(this && this\.\1\) \|\| function ?(\([\s\S]*?^\});$/gm;
const OWN_FILE = /new URL\('(\.[^']+\.js)', import\.meta\.url\)/g;

/**
 * Writes the published form of a built library to `to`: what package.json lists under `files`, with the modules of each door bundled
 * into few. Doors share their chunks, so that a class is one whichever door it is imported by; declarations stay as they are built.
 */
export async function packLibrary(library, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const folders = manifest.files.filter((name) => !name.startsWith('!'));
  for (const name of ['package.json', 'README.md', 'LICENSE', ...folders]) {
    cpSync(join(library, name), join(to, name), { recursive: true, filter: isPublished });
  }
  const dist = join(library, 'dist');
  await build({
    entryPoints: entriesOf(manifest, library),
    outbase: dist,
    outdir: join(to, 'dist'),
    chunkNames: 'chunks/[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false, // the sources are published beside
    logLevel: 'warning',
    plugins: [rewrite(manifest.name, library)],
  });
  for (const file of modulesIn(join(to, 'dist'))) await shortenLocalNames(file);
}

/** Shortens what only a function sees; what a module names stays: in stack traces, and where Nest names a class. */
async function shortenLocalNames(file) {
  const { code, map } = await minify(readFileSync(file, 'utf8'), {
    module: true,
    compress: false,
    mangle: { toplevel: false, keep_classnames: true, keep_fnames: true },
    format: { comments: false },
    sourceMap: { content: readFileSync(`${file}.map`, 'utf8') },
  });
  writeFileSync(file, `${code}\n//# sourceMappingURL=${basename(file)}.map\n`);
  writeFileSync(`${file}.map`, map);
}

/** What is copied: neither what is bundled instead, nor tests, nor what only the compiler reads. */
function isPublished(path) {
  return !/\.spec\.ts$|\.tsbuildinfo$|\/dist\/.*\.js(\.map)?$/.test(path);
}

/** What is loaded by a path: doors, commands, and files that a module starts as a worker. */
function entriesOf({ exports: doors, bin = {} }, library) {
  const entries = [...Object.values(doors).map((door) => door.default), ...Object.values(bin)];
  const dist = join(library, 'dist');
  const workers = modulesIn(dist).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(OWN_FILE)].map(([, path]) => join(dirname(file), path)),
  );
  return [...entries.filter((path) => path !== undefined).map((path) => join(library, path)), ...workers];
}

function modulesIn(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  return files.filter((file) => file.endsWith('.js') && existsSync(file));
}

/** Rewrites modules as they are bundled: where they look for files beside themselves, and what the compiler wrote into each of them. */
function rewrite(name, library) {
  const helpers = new Map();
  return {
    name: 'rewrite',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\/dist\/.*\.js$/ }, ({ path }) => {
        const text = keepPlace(readFileSync(path, 'utf8'), name, relative(library, path));
        return { contents: shareHelpers(text, helpers), loader: 'js', resolveDir: dirname(path) };
      });
      onResolve({ filter: /^helper:/ }, ({ path }) => ({ path, namespace: 'helper', sideEffects: false }));
      onLoad({ filter: /./, namespace: 'helper' }, ({ path }) => ({ contents: helpers.get(path), loader: 'js' }));
    },
  };
}

/** Lets a module that looks for files beside itself look where it was built, whichever chunk it is now in. */
function keepPlace(text, name, place) {
  const root = `import.meta.resolve(${JSON.stringify(`${name}/package.json`)})`;
  return text.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, ${root}).href`);
}

/** Imports the compiler's helpers for decorators, of which it writes one of each into every module, from one place. Lines stay where they are. */
function shareHelpers(text, helpers) {
  return text.replace(HELPER, (definition, helper, body) => {
    const path = `helper:${helper}`;
    helpers.set(path, `export function ${helper}${body}`);
    return `import { ${helper} } from ${JSON.stringify(path)};${'\n'.repeat(definition.split('\n').length - 1)}`;
  });
}
