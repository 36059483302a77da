import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./support/crowded-heap.mjs', import.meta.url));
/** Since Node 26 V8 counts a collection as of no use only from 0.95 on. */
const counted = Number.parseInt(process.versions.node, 10) < 26 ? [] : ['--ineffective-gc-size-threshold=0.8'];

const crowd = (steps, flags = []) =>
  promisify(execFile)(process.execPath, [
    '--max-old-space-size=64',
    '--expose-gc',
    ...counted,
    ...flags,
    script,
    ...steps,
  ]);
const isEnded = ({ stderr, stdout }) => {
  assert.match(stdout, /filled/);
  assert.match(stderr, /Ineffective mark-compacts near heap limit/);
  return true;
};

describe("V8's rule that ends a process whose collections are of no use", { concurrency: 1 }, () => {
  it('ends a process whose collections free nothing', async () => {
    await assert.rejects(crowd([]), isEnded);
  });

  it('ends nothing while it is deferred', async () => {
    assert.match((await crowd(['off'])).stdout, /collected/);
  });

  it('holds again once it is deferred no more', async () => {
    await assert.rejects(crowd(['off', 'on']), isEnded);
  });

  it('stays off where the process was started without it', async () => {
    const flags = ['--no-detect-ineffective-gcs-near-heap-limit'];
    assert.match((await crowd(['off', 'on'], flags)).stdout, /collected/);
  });
});
