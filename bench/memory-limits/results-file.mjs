import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { claimFile } from './claim-file.mjs';
import { majorOf } from './major-of.mjs';

/**
 * Runs that were made, kept in a JSON file after each, so that a long bench can go on where it was ended. Throws where another bench
 * writes the same file.
 */
export function openResults(path, isResumed) {
  mkdirSync(dirname(path), { recursive: true });
  claimFile(path);
  const runs = isResumed && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).runs : [];
  return {
    runs,
    /** A run made earlier, with the same scenario, contestant, seed and major version of Node. */
    find: (wanted) => runs.find((run) => identityOf(run) === identityOf(wanted)),
    add(run) {
      runs.push(run);
      writeFileSync(`${path}.part`, `{ "runs": [\n${runs.map((each) => JSON.stringify(each)).join(',\n')}\n] }\n`);
      renameSync(`${path}.part`, path);
    },
  };
}

function identityOf({ scenario, contestant, seed, node }) {
  return [scenario, contestant, seed, majorOf(node)].join(' ');
}
