import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInLimits } from './machine/run-in-limits.mjs';
import { summarise } from './report/summarise.mjs';

const script = fileURLToPath(new URL('run-one.mjs', import.meta.url));

/** One run: a contestant through a scenario in its own process. Answers what became of it, summarised, with its curve. */
export async function runScenario({ scenario, contestant, seed, node, groups, seconds, share, signal }) {
  const { kind, applicationKind, requestCount, limitBytes, isSwinging, hasBurst, sizeFactor, containerMegabytes } =
    scenario;
  const containerBytes = containerMegabytes && containerMegabytes * 2 ** 20;
  const folder = mkdtempSync(join(tmpdir(), 'memory-limits-'));
  const notes = join(folder, 'notes.jsonl');
  const values = { kind, requestCount, limitBytes, hasBurst, sizeFactor, seed };
  const work = { contestant, share, ...values, applicationKind, isSwinging, notes };
  const toldLimitBytes = containerBytes && !groups ? containerBytes : undefined;
  try {
    const end = await runInLimits({
      path: node.path,
      flags: scenario.flags,
      script,
      argument: JSON.stringify({ ...work, toldLimitBytes }),
      containerBytes,
      groups,
      signal,
      seconds: scenario.requestCount > 200_000 ? 10 * seconds : seconds,
    });
    const identity = { scenario: scenario.name, contestant, seed, node: node.version, ...(share && { share }) };
    const container = containerBytes && (groups ? `cgroup ${groups}` : 'watchdog');
    return { ...identity, ...(container && { container }), ...summarise(scenario, end, readNotes(notes)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process that was killed may have left half a line. */
function readNotes(path) {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
