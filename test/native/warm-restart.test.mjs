import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./support/warm-app.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'warm-'));
after(() => rmSync(directory, { recursive: true, force: true }));

function run(env = {}) {
  const { stdout, stderr, signal } = spawnSync(process.execPath, [script], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  assert.equal(signal, 'SIGKILL', stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

test('the reference application that was killed starts with its compiled models, without the compiler', (t) => {
  const { concentrations, ...first } = run({ CACHE_DIRECTORY: directory });
  assert.deepEqual({ ...first, ms: 0 }, { modelFrom: 'compiled', workers: 1, ms: 0, loads: 1, recalls: 0, spills: 1, tier: 'working' }); // prettier-ignore
  const { concentrations: again, ...second } = run({ CACHE_DIRECTORY: directory });
  assert.deepEqual({ ...second, ms: 0 }, { modelFrom: 'disk', workers: 0, ms: 0, loads: 0, recalls: 1, spills: 0, tier: 'working' }); // prettier-ignore
  assert.equal(again, concentrations, 'the recalled model computes the same numbers');
  t.diagnostic(`first simulation: ${Math.round(first.ms)} ms compiled, ${Math.round(second.ms)} ms from the disk`);
});
