import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the name of a file ends with while it is written. */
export const UNFINISHED = '.tmp';

/** Writes a file so that it is there whole or not at all: under another name, on disk, then renamed. */
export async function writeWhole(path: string, contents: Uint8Array | string): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  await syncFolder(dirname(path));
}

/** Makes the renames within a folder durable, where the system can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
