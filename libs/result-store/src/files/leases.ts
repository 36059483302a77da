import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** What a lease is taken for. */
export type LeaseRole = 'reader' | 'writer';

const FOLDER = '.leases';
const PATTERN = /^(reader|writer)-(\d+)-([0-9a-f-]{36})@(.+)$/;
const own = new Set<string>();

/** Takes a lease on a set for this process: a file that other processes see. Answers what gives it back. */
export async function takeLease(directory: string, role: LeaseRole): Promise<() => Promise<void>> {
  const token = randomUUID();
  const path = join(directory, FOLDER, `${role}-${process.pid}-${token}@${hostname()}`);
  own.add(token);
  try {
    await mkdir(join(directory, FOLDER)).catch(ignoreExisting);
    await writeFile(path, '');
  } catch (error) {
    own.delete(token);
    throw error;
  }
  return async () => {
    own.delete(token);
    await rm(path, { force: true });
  };
}

/**
 * The roles of the leases that hold a set; a lease whose process has ended does not. Leases of another machine hold until
 * they are given back.
 */
export async function liveLeases(directory: string): Promise<LeaseRole[]> {
  const names = await readdir(join(directory, FOLDER)).catch(() => []);
  return names.flatMap((name): LeaseRole[] => {
    const [, role, pid, token, host] = PATTERN.exec(name) ?? [];
    if (role === undefined) return [];
    return host !== hostname() || isAlive(Number(pid), token) ? [role as LeaseRole] : [];
  });
}

function isAlive(pid: number, token = ''): boolean {
  if (pid === process.pid) return own.has(token);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
