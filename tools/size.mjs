// What loading a door of the published package costs: modules, bytes and time beyond the packages it stands on. `npm run size`
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packLibraries } from './pack-libraries.mjs';
import { shippedSize } from './shipped-size.mjs';
import { walkImports } from './walk-imports.mjs';

const RUNS = 9;

/** Milliseconds of one import in a fresh process, everything outside the library loaded before: wall clock and processor. */
function importOnce(cwd, door, packages) {
  const script = `
    for (const name of ${JSON.stringify(packages)}) await import(name);
    const cpu = process.cpuUsage(), from = performance.now();
    await import(${JSON.stringify(door)});
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify([performance.now() - from, (user + system) / 1000]));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' }));
}

const best = (times) => Math.min(...times).toFixed(0);
const kilobytes = (bytes) => (bytes / 1_000).toFixed(1);

console.log(
  `Node ${process.version}; kB gzipped, as published and as a bundler shortens it; import in ms, the best of ${RUNS}`,
);
for (const [name, library] of await packLibraries()) {
  const { exports: doors } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  for (const [path, target] of Object.entries(doors).filter(([path]) => path !== './package.json')) {
    const { files, packages } = walkImports(join(library, target.default));
    const { gzippedBytes, minifiedGzippedBytes } = await shippedSize(files.values());
    const door = path.replace('.', name);
    const runs = Array.from({ length: RUNS }, () => importOnce(library, door, packages));
    const wall = best(runs.map(([ms]) => ms));
    const processor = best(runs.map(([, ms]) => ms));
    const size = `${kilobytes(gzippedBytes)} kB (${kilobytes(minifiedGzippedBytes)} kB)`;
    console.log(`${door}: ${files.size} modules, ${size}, ${wall} ms (processor ${processor} ms)`);
  }
}
