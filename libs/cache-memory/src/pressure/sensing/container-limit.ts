import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/** Reads a small file; answers `undefined` where there is none or it may not be read. */
export type ReadText = (path: string) => string | undefined;

const ROOT = '/sys/fs/cgroup';

/**
 * Bytes that the container allows this process: the least limit on the way from its control group up to the root, of cgroup
 * v2 (`memory.max`, `memory.high`) or v1 (`hierarchical_memory_limit`); `undefined` where there is none below the machine's memory.
 */
export function containerLimitBytes(
  readText: ReadText = readFile,
  machineBytes: number = totalmem(),
): number | undefined {
  const groups = (readText('/proc/self/cgroup') ?? '').split('\n');
  const limits = groups.flatMap((line) => {
    const [id, controllers = '', path = '/'] = line.split(':');
    if (id === '0' && controllers === '') return limitsOfV2(readText, path);
    return controllers.split(',').includes('memory') ? limitsOfV1(readText, path) : [];
  });
  const least = Math.min(...limits);
  return least < machineBytes ? least : undefined;
}

function limitsOfV2(readText: ReadText, path: string): number[] {
  const limits: number[] = [];
  for (let folder = join(ROOT, path); folder.startsWith(ROOT); folder = dirname(folder)) {
    limits.push(bytesIn(readText(join(folder, 'memory.max'))), bytesIn(readText(join(folder, 'memory.high'))));
  }
  return limits;
}

function limitsOfV1(readText: ReadText, path: string): number[] {
  const folders = [join(ROOT, 'memory', path), join(ROOT, 'memory')];
  return folders.map((folder) => {
    const stat = readText(join(folder, 'memory.stat')) ?? '';
    const hierarchical = /^hierarchical_memory_limit (\d+)$/m.exec(stat)?.[1];
    return bytesIn(hierarchical ?? readText(join(folder, 'memory.limit_in_bytes')));
  });
}

function bytesIn(text: string | undefined): number {
  const bytes = Number.parseInt(text ?? '', 10);
  return Number.isNaN(bytes) || bytes <= 0 ? Infinity : bytes;
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
