import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { packLibraries } from '../../tools/pack-libraries.mjs';
import { shippedSize } from '../../tools/shipped-size.mjs';
import { walkImports } from '../../tools/walk-imports.mjs';

const exec = promisify(execFile);
const packed = await packLibraries();
const library = packed.get('nestjs-cache-memory');
const { exports: doors, sideEffects } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
const paths = Object.keys(doors).filter((path) => path !== './package.json');
const walk = (path) => walkImports(join(library, doors[path].default));
const isPackage = (name) => !name.startsWith('node:');

/** What each door loads beside Node's own modules; doors that are left out load nothing. */
const PACKAGES = {
  '.': ['@nestjs/common', '@nestjs/core', 'rxjs'],
  './terminus': ['@nestjs/common', '@nestjs/terminus'],
  './prometheus': ['@nestjs/common', 'prom-client'],
  './opentelemetry': ['@nestjs/common', '@opentelemetry/api'],
  './management': ['@nestjs/common', 'rxjs'],
  './dashboard': ['@nestjs/common', '@nestjs/core'],
  './disk': ['classic-level'],
  './csv': ['csv-parse'],
  './redis': ['@nestjs/common', 'redis'],
  './testing': ['@nestjs/common'],
};

/** Node's own modules that the front door loads: all of them small, and none that listens, spawns or connects. */
const NODE_MODULES = [
  'crypto',
  'diagnostics_channel',
  'fs',
  'os',
  'path/posix',
  'perf_hooks',
  'util',
  'v8',
  'vm',
  'zlib',
];

/** Modules and gzipped kilobytes, as they are published, that a door may grow to before somebody has to look. */
const MOST = {
  'nestjs-cache-memory': { modules: 21, kilobytes: 82 },
  'nestjs-cache-memory/engine': { modules: 15, kilobytes: 42 },
  'nestjs-result-store': { modules: 10, kilobytes: 25 },
};

/** What loading a door could leave behind in a process: names, listeners, handles. */
const LEFT_BEHIND = `
  const places = { globalThis, Object, Array, Promise, Function, Symbol, Reflect, process, Error };
  const names = () => Object.entries(places).flatMap(([place, value]) =>
    [value, value.prototype].flatMap((each) => (each ? Reflect.ownKeys(each).map((key) => place + '.' + String(key)) : [])));
  const seen = () => [...names(), ...process.eventNames().map(String), ...process.getActiveResourcesInfo(), ...Object.keys(process.env)].sort();
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const settle = async () => { for (let turns = 0; turns < 100; turns++) await turn(); }; // the loader closes its files later
  await settle();
  const before = seen();`;

describe('loading the published library', () => {
  for (const path of paths) {
    it(`loads its own packages and no other through '${path}'`, () => {
      assert.deepEqual(walk(path).packages.filter(isPackage), PACKAGES[path] ?? []);
    });
  }

  it('loads few modules of Node through the front door', () => {
    const known = new Set([...NODE_MODULES, 'worker_threads'].map((name) => `node:${name}`));
    const loaded = walk('.').packages.filter((name) => !isPackage(name));
    assert.deepEqual(
      loaded.filter((name) => !known.has(name)),
      [],
    );
  });

  for (const [door, { modules, kilobytes }] of Object.entries(MOST)) {
    it(`loads a bounded number of modules and bytes through '${door}'`, async () => {
      const [name, ...rest] = door.split('/');
      const folder = packed.get(name);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const { files } = walkImports(join(folder, manifest.exports[['.', ...rest].join('/')].default));
      assert.ok(files.size <= modules, `${files.size} modules`);
      const { gzippedBytes } = await shippedSize(files.values());
      assert.ok(gzippedBytes <= kilobytes * 1_000, `${gzippedBytes} bytes`);
    });
  }

  it('is one class, whichever door it is loaded by', async () => {
    const script = `
      const doors = await Promise.all(['', '/engine', '/standalone'].map((path) => import('nestjs-cache-memory' + path)));
      const { MethodInstanceCache, CacheMemoryError } = doors[0];
      const isOne = ({ MethodInstanceCache: cache, CacheMemoryError: error }) => cache === MethodInstanceCache && error === CacheMemoryError;
      console.log(doors.every(isOne), MethodInstanceCache.name, CacheMemoryError.name);`;
    const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', script], { cwd: library });
    assert.equal(stdout.trim(), 'true MethodInstanceCache CacheMemoryError');
  });

  it('has no side effect, as package.json says', async () => {
    assert.equal(sideEffects, false);
    for (const path of paths) {
      const load = ['reflect-metadata', ...walk(path).packages].map((name) => `await import('${name}');`).join('');
      const door = path.replace('.', 'nestjs-cache-memory');
      const script = `${load}${LEFT_BEHIND}
        await import('${door}');
        await settle();
        const added = seen().filter((name) => !before.includes(name));
        console.log(JSON.stringify({ added, isSame: seen().length === before.length }));`;
      const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', script], { cwd: library });
      assert.deepEqual(JSON.parse(stdout), { added: [], isSame: true }, door);
    }
  });
});
