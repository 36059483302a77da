import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeApi } from '../../tools/describe-api.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the API report', () => {
  it('is up to date', () => {
    const pages = describeApi(root);
    assert.ok(pages.length > 0);
    for (const { file, text } of pages) {
      assert.equal(
        readFileSync(join(root, file), 'utf8'),
        text,
        `${file} is out of date: run 'npm run api' and review what changed`,
      );
    }
  });
});
