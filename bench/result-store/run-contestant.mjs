// One contestant in a process of its own: saves and loads, and says what that took as a line of JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [name, subjects] = [process.argv[2], Number(process.argv[3])];
const directory = mkdtempSync(join(tmpdir(), 'results-bench-'));

async function timed(act) {
  const start = performance.now();
  const value = await act();
  return { value, ms: performance.now() - start };
}

try {
  const contestant = await import(`./contestants/${name}.mjs`);
  await contestant.prepare?.(directory, subjects);
  const saved = await timed(() => contestant.save(directory, subjects));
  const loaded = await timed(() => contestant.load(directory, saved.value));
  const maxRssMb = process.resourceUsage().maxRSS / 1024;
  const { note } = contestant;
  console.log(JSON.stringify({ note, saveMs: saved.ms, loadMs: loaded.ms, rows: loaded.value, maxRssMb }));
} catch (error) {
  console.log(
    JSON.stringify({
      skipped:
        error.code === 'ERR_MODULE_NOT_FOUND'
          ? `${/'([^']+)'/.exec(error.message)?.[1]} is not installed`
          : error.message,
    }),
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
