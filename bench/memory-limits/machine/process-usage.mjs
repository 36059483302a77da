import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100; // of the CPU times in /proc, on Linux

/**
 * What a process uses: bytes in memory now and at most so far, and seconds of CPU time; `undefined` where the machine does not
 * tell or the process has ended.
 */
export function processUsage(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (name) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)[1]);
    const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const cpuSeconds = (Number(times[11]) + Number(times[12])) / TICKS_A_SECOND;
    return { residentBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM'), cpuSeconds };
  } catch {
    return undefined;
  }
}
