// Publishes the packed libraries, or says what stands in the way. `npm run release` only rehearses; `npm run release -- --publish`
// publishes with provenance, from a CI that npm trusts (GitHub Actions with `id-token: write`, or GitLab CI); from elsewhere only where
// `--without-provenance` says so.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packLibraries } from './pack-libraries.mjs';
import { releaseProblems } from './release-problems.mjs';

const isPublishing = process.argv.includes('--publish');
const hasProvenance = process.env.GITHUB_ACTIONS === 'true' || process.env.GITLAB_CI === 'true';
const isAttested = hasProvenance || process.argv.includes('--without-provenance');
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const changedFiles = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' })
  .split('\n')
  .filter((line) => line !== '');

const packed = await packLibraries();
const problems = [...packed.values()].flatMap((folder) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return releaseProblems({ manifest, changelog, changedFiles, isAttested });
});
for (const problem of new Set(problems)) console.error(`Cannot publish: ${problem}`);
if (problems.length > 0 && isPublishing) process.exit(1);

for (const folder of packed.values()) {
  const mode = isPublishing ? (hasProvenance ? ['--provenance'] : []) : ['--dry-run'];
  execFileSync('npm', ['publish', folder, '--access', 'public', ...mode], { stdio: 'inherit' });
}
