import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('./support/tenants-app.mjs', import.meta.url));

async function run(mode) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, mode, 'express', '2000']);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

describe('2,000 tenants with durable providers', () => {
  it('leave the heap flat where 50 of them are kept, each with its hooks called and none while in use', async (test) => {
    const { heap, alive, made, beforeClose, afterClose, entries } = await run('bounded');
    test.diagnostic(`MB after 500, 1,000, 1,500 and 2,000 tenants: ${heap.join(' ')}; ${alive} sub-trees alive`);
    assert.ok(Math.max(...heap) - heap[0] < 4, 'the heap grew');
    assert.equal(entries, 50);
    assert.equal(alive, 50);
    assert.equal(beforeClose.connectionsEnded, made - 50);
    assert.ok(beforeClose.connectionsEnded >= 1_950);
    assert.equal(beforeClose.repositoriesEnded, made - 50);
    assert.deepEqual(afterClose, {
      connectionsEnded: made,
      repositoriesEnded: made,
      endedTooEarly: 0,
      usedAfterEnd: 0,
    });
  });

  it('make the heap grow without the registry, and see no hook', async (test) => {
    const { heap, alive, made, afterClose } = await run('unbounded');
    test.diagnostic(`MB after 500, 1,000, 1,500 and 2,000 tenants: ${heap.join(' ')}; ${alive} sub-trees alive`);
    assert.equal(made, 2_000);
    assert.equal(alive, 2_000);
    assert.ok(heap[3] - heap[0] > 60, 'the heap did not grow');
    assert.equal(afterClose.connectionsEnded, 0);
    assert.equal(afterClose.repositoriesEnded, 0);
  });
});
