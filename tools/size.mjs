// What loading a door costs: modules, bytes and time beyond the packages it stands on. `npm run size`
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedSize } from './shipped-size.mjs';
import { walkImports } from './walk-imports.mjs';

const RUNS = 9;
const library = fileURLToPath(new URL('../libs/cache-memory', import.meta.url));
const { exports: doors } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));

/** Milliseconds of one import in a fresh process, everything outside the library loaded before: wall clock and processor. */
function importOnce(door, packages) {
  const script = `
    for (const name of ${JSON.stringify(packages)}) await import(name);
    const cpu = process.cpuUsage(), from = performance.now();
    await import(${JSON.stringify(door)});
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify([performance.now() - from, (user + system) / 1000]));`;
  const options = { cwd: library, encoding: 'utf8' };
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
}

const best = (times) => Math.min(...times).toFixed(0);
const kilobytes = (bytes) => (bytes / 1_000).toFixed(1);

console.log(`Node ${process.version}; kB minified and gzipped; import in ms, the best of ${RUNS}`);
for (const [path, target] of Object.entries(doors).filter(([path]) => path !== './package.json')) {
  const { files, packages } = walkImports(join(library, target.default));
  const { gzippedBytes } = await shippedSize(files.values());
  const door = path.replace('.', 'nestjs-cache-memory');
  const runs = Array.from({ length: RUNS }, () => importOnce(door, packages));
  const wall = best(runs.map(([ms]) => ms));
  const processor = best(runs.map(([, ms]) => ms));
  console.log(`${door}: ${files.size} modules, ${kilobytes(gzippedBytes)} kB, ${wall} ms (processor ${processor} ms)`);
}
