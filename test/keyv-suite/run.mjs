// `npm run test:keyv`: packs the library, and runs Keyv's own test suite on it in a folder of its own, for Keyv 5 and for Keyv 6.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packLibraries } from '../../tools/pack-libraries.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keyv-suite-'));

function run(command, args, { cwd = folder, env = {} } = {}) {
  const { status } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ended with ${status}`);
}

/** Keyv 6 asks for Node 22.19 or later. */
function nodeFor6() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19) ? [process.execPath] : ['npx', '-y', 'node@24'];
}

try {
  for (const name of ['package.json', 'package-lock.json', 'keyv-suite.test.mjs'])
    cpSync(join(here, name), join(folder, name));
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const library = (await packLibraries()).get('nestjs-cache-memory');
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: library });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  run('npm', ['ci', ...quiet]);
  run('npm', ['install', '--no-save', '--legacy-peer-deps', ...quiet, join(folder, archive)]);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--no-file-parallelism'];
  run(process.execPath, vitest, { env: { KEYV: '5' } });
  const [command, ...before] = nodeFor6();
  run(command, [...before, ...vitest], { env: { KEYV: '6' } });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
