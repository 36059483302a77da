import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./support/ten-runs.mjs', import.meta.url));

describe('ten consecutive runs of the reference workload', () => {
  it('leave the resident memory within 5 % of what it was after the third', async (test) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script]);
    const { rss, stats } = JSON.parse(stdout.trim().split('\n').at(-1));
    test.diagnostic(`MB after each run: ${rss.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(' ')}`);
    const growth = rss[9] / rss[2] - 1;
    assert.ok(growth <= 0.05, `grew by ${(growth * 100).toFixed(1)} %`);
    assert.ok(stats.loads >= 2 && stats.loads <= 4, `models were compiled ${stats.loads} times`);
  });
});
