import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./support/governed-process.mjs', import.meta.url));

/** Runs a scenario with a heap of 256 MB; rejects where the process does not live to its end. */
async function run(scenario, flags = ['--max-old-space-size=256']) {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, scenario]);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

describe('a governed process', { concurrency: 2 }, () => {
  for (const scenario of ['objects', 'instances']) {
    it(`fills a heap of 256 MB with growing ${scenario} to its aim, and lives`, async () => {
      const { usage, source, evicted, level } = await run(scenario);
      assert.equal(source, 'heap');
      assert.equal(level, 'normal');
      assert.ok(evicted > 0, 'nothing was evicted');
      assert.ok(usage > 0.74 && usage < 0.86, `${usage} of the limit`);
    });
  }

  it('keeps Buffers within the limit that it is told', async () => {
    const { usage, source, evicted, level } = await run('buffers', []);
    assert.equal(source, 'configured');
    assert.equal(level, 'normal');
    assert.ok(evicted > 0, 'nothing was evicted');
    assert.ok(usage > 0.6 && usage < 0.86, `${usage} of the limit`);
  });

  it('lives through a burst of twice its heap in one job', async () => {
    const { entries, evicted } = await run('burst');
    assert.ok(entries > 1_000, `${entries} entries are left`);
    assert.ok(evicted > 0, 'nothing was evicted');
  });

  it('takes heavy garbage over a constant live size for no pressure', async () => {
    const { entries, evicted, levels, majorCollections } = await run('garbage');
    assert.ok(majorCollections > 3, `${majorCollections} major collections`);
    assert.deepEqual({ entries, evicted, levels }, { entries: 10_000, evicted: 0, levels: [] });
  });

  it("lives though a region's policy and a listener fail behind its back, and the other regions give", async () => {
    const { warnings, isTold, others } = await run('failing');
    assert.ok(isTold);
    assert.deepEqual(warnings, ["region 'broken': sweeping failed: its own mistake"]);
    assert.ok(others < 60_000, `${others} entries are left`);
  });

  it('gives up protected entries that have a source last, and has them back when memory is free', async () => {
    const { emptied, levels, entries, protectedEntries } = await run('rebuild');
    assert.ok(emptied);
    assert.ok(levels.includes('critical'), levels.join(', '));
    assert.equal(levels.at(-1), 'normal');
    assert.deepEqual([entries, protectedEntries], [2_000, 2_000]);
  });
});
