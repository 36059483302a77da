import { readFileSync } from 'node:fs';

/** Bytes of a process that are in memory: now, and at most so far; `undefined` where the machine does not tell or it has ended. */
export function residentSet(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]);
    return { now: 1024 * kilobytes('VmRSS'), peak: 1024 * kilobytes('VmHWM') };
  } catch {
    return undefined;
  }
}
