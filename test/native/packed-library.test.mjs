import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packLibraries } from '../../tools/pack-libraries.mjs';
import { compilerOptions as strictest } from '../matrix/consumers.mjs';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const libraries = [...(await packLibraries()).values()];
const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');
const npm = (cwd, ...args) => exec('npm', [...args, '--no-audit', '--no-fund'], { cwd, maxBuffer: 2 ** 26 });

/** Compiles a project; what the compiler complains of is in the error. */
async function compile(project) {
  await exec(process.execPath, [tsc, '-p', project]).catch(({ stdout }) => assert.fail(stdout));
}

const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const versions = { ...devDependencies, ...dependencies };
const nests = ['common', 'core', 'platform-express', 'platform-fastify'].map((name) => `@nestjs/${name}`);
const peers = [...nests, 'reflect-metadata', 'rxjs'];
/** What the guides use besides. */
const forGuides = [
  '@nestjs/cache-manager',
  '@nestjs/terminus',
  '@nestjs/testing',
  '@opentelemetry/api',
  'cache-manager',
  'classic-level',
  'csv-parse',
  'keyv',
  'prom-client',
  'redis',
];
const install = (names) => names.map((name) => `${name}@${versions[name]}`);

describe('the packed libraries, in an application outside the repository', () => {
  let folder;
  let packed;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consumer-'));
    packed = [];
    for (const library of libraries) {
      const { stdout } = await npm(library, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
      packed.push(JSON.parse(stdout)[0]);
    }
    const archives = packed.map(({ filename }) => join(folder, filename));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    await npm(folder, 'install', ...archives, '@types/express@5', ...install([...peers, ...forGuides]));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  /** Writes the examples of a page, each under the name that its first line says, or that of the page and a number; answers the files. */
  async function writeExamples(page, name) {
    const text = await readFile(page, 'utf8');
    const examples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
    const files = examples.map((code, index) => /^\/\/ src\/([\w.-]+\.ts)/.exec(code)?.[1] ?? `${name}-${index}.ts`);
    await Promise.all(files.map((file, index) => writeFile(join(folder, file), `${examples[index]}\nexport {};\n`)));
    return files;
  }

  /** Compiles examples as strictly as may be; those with packages whose own declarations do not hold then, apart. */
  async function compileExamples(name, files) {
    for (const file of ['guides.d.ts', 'guides.mjs', 'run-examples.mjs']) {
      await cp(join(root, 'test/native/examples', file), join(folder, file));
    }
    const { compilerOptions } = JSON.parse(await readFile(join(folder, 'tsconfig.json'), 'utf8'));
    const isBeside = async (file) => (await readFile(join(folder, file), 'utf8')).includes('@nestjs/cache-manager');
    const beside = [];
    for (const file of files) if (await isBeside(file)) beside.push(file);
    const strict = files.filter((file) => !beside.includes(file));
    for (const [project, examples] of Object.entries({ [name]: strict, [`${name}-beside`]: beside })) {
      if (examples.length === 0) continue;
      const options = { ...compilerOptions, skipLibCheck: examples === beside };
      await writeFile(
        join(folder, `tsconfig.${project}.json`),
        JSON.stringify({ compilerOptions: options, files: ['guides.d.ts', ...examples] }),
      );
      await compile(join(folder, `tsconfig.${project}.json`));
    }
  }

  /** Runs compiled examples, each as a module; none of them may throw. */
  async function runExamples(files) {
    await mkdir(join(folder, 'templates/mail'), { recursive: true }); // which an example watches
    const compiled = files.map((file) => join(folder, file.replace(/ts$/, 'js')));
    const { stdout } = await exec(process.execPath, [join(folder, 'run-examples.mjs'), ...compiled], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout.trim().split('\n').at(-1)), {});
  }

  it('hold what runs, their declarations and their licence, and no test', () => {
    for (const { name, files } of packed) {
      const paths = files.map(({ path }) => path);
      for (const path of ['dist/index.js', 'dist/index.d.ts', 'package.json', 'README.md', 'LICENSE']) {
        assert.ok(paths.includes(path), `${path} is missing in ${name}`);
      }
      assert.deepEqual(
        paths.filter((path) => /\.spec\.|tsbuildinfo/.test(path)),
        [],
      );
    }
  });

  it('are packed without a remark of publint', async () => {
    for (const library of libraries) {
      const { messages, pkg } = await publint({ pkgDir: library, strict: true, pack: 'npm' });
      assert.deepEqual(
        messages.map((message) => formatMessage(message, pkg)),
        [],
      );
    }
  });

  it('are packed without a remark of attw, whose checks are of what TypeScript resolves', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    for (const { filename } of packed) {
      const check = exec(process.execPath, [
        attw,
        join(folder, filename),
        '--profile',
        'esm-only',
        '--format',
        'ascii',
      ]);
      await check.catch(({ stdout }) => assert.fail(stdout));
    }
  });

  it('find their worker, their page and their command, although their modules are bundled', async () => {
    await cp(join(root, 'test/native/support/packed-files-app.mjs'), join(folder, 'packed-files-app.mjs'));
    const { stdout } = await exec(process.execPath, ['packed-files-app.mjs'], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), {
      rows: 2,
      place: 'parquet',
      page: { status: 200, isPage: true },
      script: { status: 200, isScript: true },
    });
    const command = await exec(join(folder, 'node_modules/.bin/nestjs-cache-memory'), ['--help'], { cwd: folder });
    assert.match(command.stdout, /top/);
  });

  it('compiles a Nest application from its declarations, with every declaration checked', async () => {
    await cp(join(root, 'test/matrix/consumer.ts'), join(folder, 'consumer.ts'));
    const options = { ...strictest, typeRoots: [join(root, 'node_modules/@types')] };
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }),
    );
    await compile(folder);
  });

  it('compiles and runs every example of the README, and is healthy by its quick start', async () => {
    const files = await writeExamples(join(root, 'README.md'), 'readme');
    assert.ok(files.length >= 4);
    await compileExamples('readme', files);
    await runExamples(files);
    await cp(join(root, 'test/native/support/quick-start-main.mjs'), join(folder, 'quick-start-main.mjs'));
    const { stdout } = await exec(process.execPath, ['quick-start-main.mjs'], { cwd: folder });
    const { status, details } = JSON.parse(stdout);
    assert.deepEqual([status, details.cache_memory.status], ['ok', 'up']);
  });

  it('reaches a degraded health answer by copying from the README of the package', async () => {
    const readme = await readFile(join(root, 'libs/cache-memory/README.md'), 'utf8');
    const [, module] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
    await writeFile(join(folder, 'five-minutes.ts'), module);
    await cp(join(root, 'test/native/support/five-minutes-main.mjs'), join(folder, 'five-minutes-main.mjs'));
    const { compilerOptions } = JSON.parse(await readFile(join(folder, 'tsconfig.json'), 'utf8'));
    await writeFile(
      join(folder, 'tsconfig.five-minutes.json'),
      JSON.stringify({ compilerOptions, files: ['five-minutes.ts'] }),
    );
    await compile(join(folder, 'tsconfig.five-minutes.json'));
    const { stdout } = await exec(process.execPath, ['five-minutes-main.mjs'], { cwd: folder });
    const { first, second, health } = JSON.parse(stdout);
    assert.deepEqual(first, { hits: 0, misses: 1, entries: 1 });
    assert.deepEqual(second, { hits: 1, misses: 1, entries: 1 });
    assert.equal(health.status, 'degraded');
    assert.equal(health.info.cache_memory.status, 'degraded');
  });

  it('compiles and runs every example of the guides', async () => {
    const guides = (await readdir(join(root, 'docs/guides'))).filter((name) => name.endsWith('.md'));
    const files = [];
    for (const guide of guides) {
      files.push(...(await writeExamples(join(root, 'docs/guides', guide), guide.replace('.md', ''))));
    }
    assert.ok(files.length > guides.length);
    await compileExamples('guides', files);
    await runExamples(files);
  });

  it('runs it, from an injected cache to its health check', async () => {
    for (const platform of ['express', 'fastify']) {
      const { stdout } = await exec(process.execPath, ['consumer.js', platform], { cwd: folder });
      assert.match(stdout, /holds/);
    }
  });

  it('is loaded by a CommonJS application through require', async () => {
    const script = `
      require('reflect-metadata');
      const { CacheMemoryModule, MethodInstanceCache } = require('nestjs-cache-memory');
      const cache = new MethodInstanceCache({ maxEntries: 1 });
      cache.set('a', 1); cache.set('b', 2);
      console.log(JSON.stringify([typeof CacheMemoryModule.forRoot, cache.get('a') ?? null, cache.get('b')]));`;
    await writeFile(join(folder, 'application.cjs'), script);
    const { stdout } = await exec(process.execPath, ['application.cjs'], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), ['function', null, 2]);
  });

  it('compiles and runs every example of the README of the result store', async () => {
    const files = await writeExamples(join(root, 'libs/result-store/README.md'), 'store');
    await compileExamples('store', files);
    await runExamples(files);
    const { stdout } = await exec(process.execPath, ['store-0.js'], { cwd: folder });
    assert.match(stdout, /^1\n4\.2/);
  });

  it('says which package is missing where SQL is wanted and DuckDB is not installed', async () => {
    const script = `
      import { ResultStore } from 'nestjs-result-store';
      import { openDuckDb } from 'nestjs-result-store/duckdb';
      const store = new ResultStore({ directory: './results' });
      const schema = { subject: 'patient', columns: { patient: 'int32' } } as const;
      const writer = await store.create('trial', { schema, kind: 'parquet' });
      await writer.write([{ patient: 1 }]);
      await using set = await store.open((await writer.complete()).id);
      const refused = await openDuckDb(set).catch((error) => error);
      console.log(refused.code, refused.message);`;
    await writeFile(join(folder, 'sql.mts'), script);
    const { compilerOptions } = JSON.parse(await readFile(join(folder, 'tsconfig.json'), 'utf8'));
    await writeFile(join(folder, 'tsconfig.sql.json'), JSON.stringify({ compilerOptions, files: ['sql.mts'] }));
    await compile(join(folder, 'tsconfig.sql.json'));
    const { stdout } = await exec(process.execPath, ['sql.mjs'], { cwd: folder });
    assert.match(stdout, /^DUCKDB_MISSING .*npm install @duckdb\/node-api/);
  });

  it('loads no optional peer through its front door', async () => {
    await rm(join(folder, 'node_modules/@nestjs/terminus'), { recursive: true, force: true });
    await rm(join(folder, 'node_modules/@nestjs/schedule'), { recursive: true, force: true });
    const load = (door) =>
      exec(process.execPath, ['--input-type=module', '-e', `await import('${door}')`], { cwd: folder });
    await load('nestjs-cache-memory');
    await load('nestjs-cache-memory/engine');
    await load('nestjs-cache-memory/standalone');
    await assert.rejects(load('nestjs-cache-memory/terminus'), /@nestjs\/terminus/);
  });
});
