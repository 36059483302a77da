import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isThisProcess, PROCESS_START_MS } from './process-start.js';
import type { ResultStorage } from './result-storage.js';

/** What a lease is taken for. */
export type LeaseRole = 'reader' | 'writer';

/** The folder of a set that leases lie in. */
export const LEASES = '.leases/';

/** Role, process, its start, token and host; earlier versions named no start. */
const PATTERN = /^(reader|writer)-(\d+)-(?:(\d+)-)?([0-9a-f-]{36})@(.+)$/;
/** Leases given back whose files may still be there. */
const returned = new Set<string>();

/** Whether a name in the folder of leases is that of a lease. */
export function isLease(name: string): boolean {
  return PATTERN.test(name);
}

/** Takes a lease on the set of a folder for this process: an empty file that other processes see. Answers what gives it back. */
export async function takeLease(storage: ResultStorage, folder: string, role: LeaseRole): Promise<() => Promise<void>> {
  const token = randomUUID();
  const path = `${folder}/${LEASES}${role}-${process.pid}-${PROCESS_START_MS}-${token}@${hostname()}`;
  const giveBack = async (): Promise<void> => {
    returned.add(token);
    await storage.delete(path);
    returned.delete(token);
  };
  try {
    await storage.put(path, new Uint8Array());
  } catch (error) {
    await giveBack().catch(() => undefined); // whatever failed is told
    throw error;
  }
  return giveBack;
}

/**
 * The roles of the leases that hold the set of a folder; a lease whose process has ended does not. Those of all threads of this process
 * hold, of a thread that ended without giving back its own until the process ends. Leases of another machine hold until they are given
 * back.
 */
export async function liveLeases(storage: ResultStorage, folder: string): Promise<LeaseRole[]> {
  return (await storage.list(`${folder}/${LEASES}`)).flatMap((name): LeaseRole[] => {
    const [, role, pid, startMs, token, host] = PATTERN.exec(name) ?? [];
    if (role === undefined) return [];
    return host !== hostname() || isAlive(Number(pid), startMs, token!) ? [role as LeaseRole] : [];
  });
}

/** Takes away the leases of other machines on the set of a folder; answers how many there were. */
export async function breakForeignLeases(storage: ResultStorage, folder: string): Promise<number> {
  const names = await storage.list(`${folder}/${LEASES}`);
  const foreign = names.filter((name) => {
    const host = PATTERN.exec(name)?.at(-1);
    return host !== undefined && host !== hostname();
  });
  for (const name of foreign) await storage.delete(`${folder}/${LEASES}${name}`);
  return foreign.length;
}

function isAlive(pid: number, startMs: string | undefined, token: string): boolean {
  if (pid === process.pid) return startMs !== undefined && isThisProcess(Number(startMs)) && !returned.has(token);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
