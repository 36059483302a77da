import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Claims a file for this process until it ends; throws where another process that is still there has claimed it. */
export function claimFile(path) {
  const claim = `${path}.claim`;
  const owner = ownerOf(claim);
  if (owner !== undefined && isAlive(owner)) {
    throw new Error(
      `expected an --out of its own; found that process ${owner} writes ${path}: give another folder, or wait`,
    );
  }
  writeFileSync(claim, String(process.pid));
  process.once('exit', () => rmSync(claim, { force: true }));
}

function ownerOf(claim) {
  try {
    return Number(readFileSync(claim, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
