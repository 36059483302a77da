import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { brokenInvariants } from '../soak/broken-invariants.mjs';
import { findGrowth } from '../soak/find-growth.mjs';

const exec = promisify(execFile);
const soak = fileURLToPath(new URL('../soak/soak.mjs', import.meta.url));
const LIMITS = { share: 0.1, floor: 5 };

describe('the soak', () => {
  it('finds a series that grows on, and none in one that has settled, however it swings', () => {
    const of = (value) => Array.from({ length: 60 }, (_, index) => value(index));
    assert.equal(
      findGrowth(
        of(() => 100),
        LIMITS,
      ),
      undefined,
    );
    assert.equal(
      findGrowth(
        of((index) => Math.min(100, 20 * index)),
        LIMITS,
      ),
      undefined,
    );
    assert.equal(
      findGrowth(
        of((index) => 100 + (index % 7) * 10),
        LIMITS,
      ),
      undefined,
    );
    assert.equal(
      findGrowth(
        of((index) => 100 + 2 * index),
        LIMITS,
      ),
      40,
    );
  });

  it('finds what statistics contradict, and nothing in those of a cache', () => {
    const cache = new MethodInstanceCache({ region: 'r', maxEntries: 3 });
    for (let key = 0; key < 5; key++) cache.set(key, key);
    cache.get(4);
    cache.get(0);
    const stats = cache.stats();
    assert.deepEqual(brokenInvariants(stats, { gets: 2 }), []);
    assert.match(brokenInvariants(stats, { gets: 3 }).join(), /3 asked, 2 were counted/);
    assert.match(
      brokenInvariants({ ...stats, insertions: 6 }).join(),
      /r: 6 insertions are not 3 entries and 2 removals/,
    );
    assert.match(brokenInvariants({ ...stats, entries: 4, insertions: 6 }).join(), /4 entries stand where 3 may/);
  });

  it('holds for some seconds, with everything on', async () => {
    const { stdout } = await exec(process.execPath, [soak, '--minutes', '0.2', '--seed', '2']);
    assert.match(stdout, /Everything holds/);
  });
});
