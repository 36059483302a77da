import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
/** `sign` is a file that the folder of a hierarchy has, and an ordinary folder has not. */
const versions = {
  v1: {
    folder: join(ROOT, 'memory'),
    sign: 'memory.limit_in_bytes',
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    peak: 'memory.max_usage_in_bytes',
    deaths: 'memory.oom_control',
  },
  v2: {
    folder: ROOT,
    sign: 'cgroup.controllers',
    limit: 'memory.max',
    usage: 'memory.current',
    peak: 'memory.peak',
    deaths: 'memory.events',
  },
};

/** The version of control groups in which this process may make one that limits memory: `v2`, `v1`, or `undefined`. */
export async function findControlGroups() {
  for (const version of ['v2', 'v1']) {
    try {
      const group = makeControlGroup(version, 2 ** 30);
      await group.remove();
      return version;
    } catch {
      // no such hierarchy here, or not ours to write to
    }
  }
  return undefined;
}

let made = 0;

/** A control group that kills what goes beyond its limit; a process enters it by writing its id into `entrance`. */
export function makeControlGroup(version, limitBytes) {
  const names = versions[version];
  const folder = join(names.folder, `memory-limits-bench-${process.pid}-${made++}`);
  if (!existsSync(join(names.folder, names.sign))) throw new Error(`no control groups in ${names.folder}`);
  mkdirSync(folder);
  try {
    writeFileSync(join(folder, names.limit), String(limitBytes));
    if (version === 'v2' && existsSync(join(folder, 'memory.swap.max'))) {
      writeFileSync(join(folder, 'memory.swap.max'), '0');
    }
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  const number = (name) => Number(readFileSync(join(folder, name), 'utf8'));
  return {
    entrance: join(folder, 'cgroup.procs'),
    /** What is in use and could not be given back at once: file pages that nobody used lately are not counted. */
    workingSetBytes: () => number(names.usage) - statistic(folder, 'inactive_file'),
    peakBytes: () => (existsSync(join(folder, names.peak)) ? number(names.peak) : undefined),
    hasKilled: () => /^oom_kill [1-9]/m.test(readFileSync(join(folder, names.deaths), 'utf8')),
    async remove() {
      for (let attempt = 0; existsSync(folder); attempt++) {
        try {
          rmdirSync(folder);
        } catch (error) {
          if (attempt === 50) throw error;
          await setTimeout(100); // until its last process has gone
        }
      }
    },
  };
}

function statistic(folder, name) {
  const text = readFileSync(join(folder, 'memory.stat'), 'utf8');
  const total = new RegExp(`^total_${name} (\\d+)$`, 'm').exec(text);
  return Number((total ?? new RegExp(`^${name} (\\d+)$`, 'm').exec(text))?.[1] ?? 0);
}
