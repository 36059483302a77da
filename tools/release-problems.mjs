/** What stands in the way of publishing a library; nothing where the list is empty. */
export function releaseProblems({ manifest, changelog, changedFiles, isAttested }) {
  const { name, version, repository, license } = manifest;
  return [
    changedFiles.length > 0 && `the working tree has changes: ${changedFiles.join(', ')}`,
    !changelog.includes(`\n## ${version} `) && `CHANGELOG.md has no section '## ${version} (date)'`,
    unreleased(changelog) !== '' && "CHANGELOG.md still lists changes under 'Unreleased'; move them to the version",
    license === undefined && `${name} names no licence`,
    typeof repository?.url !== 'string' &&
      `${name} names no repository; npm compares it with the one that builds: add "repository": { "type": "git", "url": "git+https://..." } to its package.json`,
    !isAttested &&
      'nobody here can attest what is built: publish from GitHub Actions with `id-token: write` or from GitLab CI, or say --without-provenance',
  ].filter((problem) => problem !== false);
}

function unreleased(changelog) {
  const [, text = ''] = /^## Unreleased\n(.*?)(?=^## |(?![\s\S]))/ms.exec(changelog) ?? [];
  return text.trim();
}
