import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releaseProblems } from '../../tools/release-problems.mjs';

const ready = {
  manifest: {
    name: 'a-library',
    version: '1.2.0',
    license: 'MIT',
    repository: { type: 'git', url: 'git+https://example.org/a.git' },
  },
  changelog: '# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-11-21)\n\n- Something.\n',
  changedFiles: [],
  isAttested: true,
};
const problems = (change) => releaseProblems({ ...ready, ...change });

describe('a release', () => {
  it('may happen where the version is told and everything is committed', () => {
    assert.deepEqual(problems({}), []);
  });

  it('is held up by changes that are not committed', () => {
    assert.match(problems({ changedFiles: ['?? new.ts'] }).join(), /working tree has changes: \?\? new\.ts/);
  });

  it('is held up by a changelog that does not know the version, or still has changes without one', () => {
    assert.match(problems({ changelog: '# Changelog\n\n## Unreleased\n' }).join(), /no section '## 1\.2\.0/);
    const open = ready.changelog.replace('## Unreleased\n', '## Unreleased\n\n- More.\n');
    assert.match(problems({ changelog: open }).join(), /under 'Unreleased'/);
  });

  it('needs a repository, which npm compares with the one that builds', () => {
    const { repository, ...manifest } = ready.manifest;
    assert.ok(repository);
    assert.match(problems({ manifest }).join(), /names no repository; .*"repository": \{/);
  });

  it('is held up where nobody attests what is built, with what to do', () => {
    assert.match(problems({ isAttested: false }).join(), /id-token: write.*--without-provenance/);
  });
});
