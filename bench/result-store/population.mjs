// A population simulated into the store within 1 GiB, in a process of its own: npm run bench:results [-- <subjects>]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const subjects = Number(process.argv[2] ?? 100_000);
const directory = mkdtempSync(join(tmpdir(), 'result-store-bench-'));
try {
  const script = join(import.meta.dirname, 'simulate-population.mjs');
  const args = ['--max-old-space-size=768', script, directory, String(subjects)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
