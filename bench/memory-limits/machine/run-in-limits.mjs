import { spawn } from 'node:child_process';
import { makeControlGroup } from './control-group.mjs';
import { processUsage } from './process-usage.mjs';

const LOOK_EVERY_MS = 20;
const WALL_FACTOR = 10; // a busy machine may take so much longer than the CPU time
const LAST_WORDS = 20_000; // characters of what a process wrote to stderr

/**
 * Runs a process within limits until it ends: in a control group where there is a version of them, else under the eyes of a
 * watchdog that kills it when its resident set exceeds the limit. It may take `seconds` of CPU time. Answers its fate and peaks;
 * throws, once it has ended, where `signal` says stop.
 */
export async function runInLimits({ path, flags, script, argument, containerBytes, groups, seconds, signal: stop }) {
  const group = containerBytes && groups ? makeControlGroup(groups, containerBytes) : undefined;
  const command = [path, ...flags, script, argument];
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const options = { stdio: ['ignore', 'ignore', 'pipe'], env: environment };
  const child = group
    ? spawn('sh', ['-c', 'echo $$ > "$0" && exec "$@"', group.entrance, ...command], options)
    : spawn(path, command.slice(1), options);
  const end = () => child.kill('SIGKILL');
  stop.addEventListener('abort', end);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (words = (words + text).slice(-LAST_WORDS)));
  const peaks = { residentBytes: 0, workingSetBytes: 0, cpuSeconds: 0 };
  let isTooLarge = false;
  let isTooLate = false;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const usage = processUsage(child.pid);
    if (usage) {
      peaks.residentBytes = Math.max(peaks.residentBytes, usage.peakBytes);
      peaks.cpuSeconds = usage.cpuSeconds;
      isTooLarge ||= !group && usage.residentBytes > (containerBytes ?? Infinity);
    }
    if (group) peaks.workingSetBytes = Math.max(peaks.workingSetBytes, group.workingSetBytes());
    const wallSeconds = (performance.now() - startedAt) / 1000;
    isTooLate ||= peaks.cpuSeconds > seconds || wallSeconds > WALL_FACTOR * seconds;
    if (isTooLarge || isTooLate) end();
  }, LOOK_EVERY_MS);
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  clearInterval(timer);
  stop.removeEventListener('abort', end);
  const isKilled = isTooLarge || group?.hasKilled() === true;
  const peakBytes = group?.peakBytes();
  await group?.remove();
  stop.throwIfAborted();
  return {
    fate: fateOf({ code, words, isKilled, isTooLate }),
    code,
    signal,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: peaks.cpuSeconds,
    residentBytes: peaks.residentBytes,
    ...(group && { containerPeakBytes: peakBytes, workingSetBytes: peaks.workingSetBytes }),
    ...(code !== 0 && {
      lastWords: words
        .split('\n')
        .filter((line) => /error|FATAL|heap/i.test(line))
        .slice(0, 3)
        .join(' | '),
    }),
  };
}

/** `lives`, `heap abort`, `killed` for going beyond the container, `too slow`, or `error`. */
function fateOf({ code, words, isKilled, isTooLate }) {
  if (code === 0) return 'lives';
  if (isKilled) return 'killed';
  if (isTooLate) return 'too slow';
  return /heap out of memory|Reached heap limit|process OOM|Allocation failed/i.test(words) ? 'heap abort' : 'error';
}
