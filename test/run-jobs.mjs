import { spawn } from 'node:child_process';

/**
 * Runs commands, so many at a time, in their order; each is printed whole when it ends, under its title and with its seconds. A job is a
 * title, the words of its command, and what counts its tests; without that, it is one test itself. Answers what they count together.
 */
export async function runJobs(jobs, atATime) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const counted = await runJob(job);
      for (const name of Object.keys(totals)) totals[name] += counted[name];
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return totals;
}

async function runJob({ title, command, count }) {
  const startedAt = performance.now();
  const { holds, output } = await run(command);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  process.stdout.write(`\n== ${title} (${seconds} s)${holds ? '' : ' DOES NOT HOLD'}\n${output}`);
  if (!count) return { passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0 };
  const { passed, failed, skipped } = count();
  return { passed, failed: holds ? failed : Math.max(failed, 1), skipped }; // a crash that no test shows is a failure
}

function run([file, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => parts.push(bytes));
    child.once('error', (error) => resolve({ holds: false, output: `${error.message}\n` }));
    child.once('close', (code) => resolve({ holds: code === 0, output: Buffer.concat(parts).toString() }));
  });
}
