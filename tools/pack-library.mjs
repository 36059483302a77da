import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { minify } from '@swc/core';
import { build } from 'esbuild';

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
    plugins: [keepPlaces(manifest.name, library)],
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

/** Lets a module that looks for files beside itself look where it was built, whichever chunk it is now in. */
function keepPlaces(name, library) {
  return {
    name: 'keep-places',
    setup({ onLoad }) {
      onLoad({ filter: /\/dist\/.*\.js$/ }, (args) => {
        const text = readFileSync(args.path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const place = JSON.stringify(relative(library, args.path));
        const root = `import.meta.resolve(${JSON.stringify(`${name}/package.json`)})`;
        return { contents: text.replaceAll('import.meta.url', `new URL(${place}, ${root}).href`), loader: 'js' };
      });
    },
  };
}
