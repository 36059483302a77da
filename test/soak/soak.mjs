// Everything at once, for minutes or hours, and whether anything grows or contradicts itself. `npm run soak -- --minutes 5 --seed 1`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RedisServer } from '../native/support/redis-server.mjs';
import { findGrowth } from './find-growth.mjs';
import { seeded } from './seeded.mjs';
import { watchOverHttp } from './watch-over-http.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes: expected a number above 0, found ${values.minutes}`);

/** Samples a minute. */
const A_MINUTE = 12;
const SAMPLE_MS = 60_000 / A_MINUTE;
const HEAP_MB = 160;
/** What may be left when everything is closed: the pipe to this process, and what prints. */
const MAY_STAY = new Set(['PipeWrap', 'TTYWrap', 'FSReqPromise', 'Timeout', 'Immediate']);

const redis = RedisServer.isExpected ? await RedisServer.start() : undefined;
const script = fileURLToPath(new URL('soak-process.mjs', import.meta.url));
const args = ['--expose-gc', `--max-old-space-size=${HEAP_MB}`, script, values.seed, ...(redis ? [redis.url] : [])];
const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const exited = once(child, 'exit');
const answer = async (request) => {
  if (request) child.send(request);
  const first = await Promise.race([once(child, 'message'), exited.then(([code]) => ({ code }))]);
  if ('code' in first) throw new Error(`the process ended with ${first.code}`);
  return first[0];
};

const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
const handlesOf = ({ handles }) => Object.entries(handles).map(([name, count]) => `${name} ${count}`);
const samples = [];
const problems = [];

function printMinute(minute, part) {
  const last = part.at(-1);
  const highest = (name) => megabytes(Math.max(...part.map((sample) => sample[name])));
  console.log(
    `${String(minute).padStart(4)}  ${highest('rss').padStart(4)}  ${highest('own').padStart(4)}  ${highest('held').padStart(5)}  ` +
      `${String(last.entries).padStart(7)}  ${String(last.evictions).padStart(9)}  ${String(last.steps).padStart(8)}  ` +
      `${[...new Set(part.map(({ level }) => level))].join(',').padEnd(18)}  ${handlesOf(last).join(', ')}`,
  );
}

try {
  const { url } = await answer();
  const watching = watchOverHttp(url, seeded(Number(values.seed) + 1));
  console.log(
    `${minutes} minutes, seed ${values.seed}, ${HEAP_MB} MB of heap, ${redis ? 'with' : 'without'} Redis; MB are the highest of a minute`,
  );
  console.log('   #   RSS  own   cached  entries  evictions     steps  pressure            handles');
  for (let minute = 1; samples.length < minutes * A_MINUTE; minute++) {
    const part = [];
    while (part.length < A_MINUTE && samples.length < minutes * A_MINUTE) {
      await setTimeout(SAMPLE_MS);
      const { sample } = await answer('sample');
      part.push(sample);
      samples.push(sample);
      problems.push(...sample.problems);
    }
    printMinute(minute, part);
  }
  const { asked, failures } = await watching.stop();
  problems.push(...failures);
  const { ended } = await answer('end');
  await exited;
  console.log(`${asked} requests over HTTP, ${samples.at(-1).results} result sets; ${JSON.stringify(ended.lives)}`);
  for (const [name, { made, ended: count }] of Object.entries(ended.lives)) {
    if (made !== count) problems.push(`${name}: ${made} were made, ${count} were disposed`);
  }
  const left = Object.keys(ended.handles).filter((name) => !MAY_STAY.has(name));
  if (left.length > 0)
    problems.push(`handles are left after the application has closed: ${JSON.stringify(ended.handles)}`);
  const growths = {
    'resident memory': findGrowth(
      samples.map(({ rss }) => rss),
      { share: 0.15, floor: 16 * 2 ** 20 },
    ),
    'the heap beside what is cached': findGrowth(
      samples.map(({ own }) => own),
      { share: 0.1, floor: 8 * 2 ** 20 },
    ),
    handles: findGrowth(
      samples.map(({ handles }) => Object.values(handles).reduce((sum, count) => sum + count, 0)),
      { share: 0.5, floor: 20 },
    ),
  };
  for (const [name, growth] of Object.entries(growths))
    if (growth !== undefined) problems.push(`${name} grew by ${growth}`);
} catch (error) {
  problems.push(error.message);
} finally {
  child.kill('SIGKILL');
  await redis?.stop();
}

for (const problem of new Set(problems)) console.error(`BROKEN: ${problem}`);
console.log(
  problems.length === 0 ? 'Everything holds: no invariant is broken, and nothing grows.' : `${problems.length} broken`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
