import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file so that it is there whole or not at all: under the name `unfinished`, on disk, then renamed. */
export async function writeWhole(path: string, contents: Uint8Array, unfinished: string): Promise<void> {
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined); // whatever failed is told
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the renames within a folder durable, where the system can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
