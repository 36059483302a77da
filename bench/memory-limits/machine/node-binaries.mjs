import { execFileSync } from 'node:child_process';

/** The path of a Node of each major version that was asked for, fetched by npx where it is not the one that runs here. */
export function nodeBinaries(majors) {
  return majors.map((major) => {
    if (process.versions.node.startsWith(`${major}.`)) return { version: process.version, path: process.execPath };
    const script = 'process.version + " " + process.execPath';
    const found = execFileSync('npx', ['-y', `node@${major}`, '-p', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [version, path] = found.trim().split(' ');
    return { version, path };
  });
}
