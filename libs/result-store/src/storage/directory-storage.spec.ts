import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { describeStorage } from '../../test/contracts/storage.contract.js';
import { givenFolder, removeFolders } from '../../test/given-store.js';
import { MemoryStorage } from '../../test/memory-storage.js';
import { DirectoryStorage } from './directory-storage.js';

afterAll(removeFolders);

describeStorage('in a directory', () => new DirectoryStorage(join(givenFolder(), 'made/when/needed')));
describeStorage('of the tests, without folders', () => new MemoryStorage());

describe('a directory as a storage', () => {
  it.each(['../out', 'set/../../out', '/etc/passwd'])('stays within its directory when asked for %p', async (path) => {
    const storage = new DirectoryStorage(givenFolder());
    await expect(storage.put(path, new Uint8Array(1))).rejects.toThrow('leads out of');
    await expect(storage.open(path)).rejects.toThrow('leads out of');
    await expect(storage.delete(path)).rejects.toThrow('leads out of');
  });

  it('leaves nothing behind where a file cannot be put', async () => {
    const folder = givenFolder();
    mkdirSync(join(folder, 'set/taken'), { recursive: true });
    writeFileSync(join(folder, 'set/taken/file'), 'x');
    const storage = new DirectoryStorage(folder);
    await expect(storage.put('set/taken', new Uint8Array(1))).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await storage.list('set')).toEqual(['taken/']);
  });
});
