import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ResultStorage } from './result-storage.js';

/** What a lease is taken for. */
export type LeaseRole = 'reader' | 'writer';

/** The folder of a set that leases lie in. */
export const LEASES = '.leases/';

const PATTERN = /^(reader|writer)-(\d+)-([0-9a-f-]{36})@(.+)$/;
const own = new Set<string>();

/** Whether a name in the folder of leases is that of a lease. */
export function isLease(name: string): boolean {
  return PATTERN.test(name);
}

/** Takes a lease on the set of a folder for this process: an empty file that other processes see. Answers what gives it back. */
export async function takeLease(storage: ResultStorage, folder: string, role: LeaseRole): Promise<() => Promise<void>> {
  const token = randomUUID();
  const path = `${folder}/${LEASES}${role}-${process.pid}-${token}@${hostname()}`;
  own.add(token);
  try {
    await storage.put(path, new Uint8Array());
  } catch (error) {
    own.delete(token);
    throw error;
  }
  return async () => {
    own.delete(token);
    await storage.delete(path);
  };
}

/**
 * The roles of the leases that hold the set of a folder; a lease whose process has ended does not. Leases of another machine hold
 * until they are given back.
 */
export async function liveLeases(storage: ResultStorage, folder: string): Promise<LeaseRole[]> {
  return (await storage.list(`${folder}/${LEASES}`)).flatMap((name): LeaseRole[] => {
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
