import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { MemoryStorage } from '../../test/memory-storage.js';
import { liveLeases, takeLease } from './leases.js';

const TOKEN = '01234567-89ab-cdef-0123-456789abcdef';

/** A storage in which a lease has been taken, and what its name says. */
async function given(): Promise<{ storage: MemoryStorage; name: string; giveBack: () => Promise<void> }> {
  const storage = new MemoryStorage();
  const giveBack = await takeLease(storage, 'set', 'writer');
  return { storage, giveBack, name: (await storage.list('set/.leases'))[0]! };
}

/** The roles of leases of such names. */
async function live(...names: string[]): Promise<string[]> {
  const storage = new MemoryStorage();
  for (const name of names) await storage.put(`set/.leases/${name}`, new Uint8Array());
  return liveLeases(storage, 'set');
}

describe('a lease', () => {
  it('holds until it is given back', async () => {
    const { storage, giveBack } = await given();
    expect(await liveLeases(storage, 'set')).toEqual(['writer']);
    await giveBack();
    expect(await liveLeases(storage, 'set')).toEqual([]);
    expect(storage.objects.size).toBe(0);
  });

  it('holds no longer where it was given back but its file cannot be deleted', async () => {
    const { storage, giveBack } = await given();
    storage.delete = () => Promise.reject(new Error('read-only'));
    await expect(giveBack()).rejects.toThrow('read-only');
    expect(await liveLeases(storage, 'set')).toEqual([]);
  });

  it('of another thread, or of another copy of the package, in this process holds', async () => {
    const { name } = await given();
    expect(await live(name.replace(/[0-9a-f-]{36}@/, `${TOKEN}@`))).toEqual(['writer']);
  });

  it('of a process of the same number that ran before does not hold', async () => {
    const { name } = await given();
    const [, startMs] = /^writer-\d+-(\d+)-/.exec(name)!;
    expect(await live(name.replace(`-${startMs}-`, `-${Number(startMs) + 5_000}-`))).toEqual([]);
    expect(await live(`writer-${process.pid}-${TOKEN}@${hostname()}`)).toEqual([]);
  });

  it('of another process holds as long as that lives, with its start in its name or without', async () => {
    for (const start of ['', '1-']) {
      expect(await live(`reader-${process.ppid}-${start}${TOKEN}@${hostname()}`)).toEqual(['reader']);
      expect(await live(`reader-999999999-${start}${TOKEN}@${hostname()}`)).toEqual([]);
    }
  });

  it('of another machine holds, and what is no lease does not', async () => {
    expect(await live(`reader-${process.pid}-1-${TOKEN}@elsewhere`, 'writer-1', '.hidden')).toEqual(['reader']);
  });
});
