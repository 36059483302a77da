import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const TEMPORARY = '.part';

/** Snapshots that are files of their own: written beside, renamed into place, so that a name stands for a whole file or none. */
export class LargeFiles {
  constructor(private readonly folder: string) {}

  /** Makes the folder and removes every file in it that is not one of these. */
  async open(kept: ReadonlySet<number>): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.folder);
    const strays = names.filter((name) => name.endsWith(TEMPORARY) || !kept.has(Number.parseInt(name, 36)));
    for (const name of strays) await rm(join(this.folder, name), { force: true, recursive: true });
  }

  /** Writes a file. Rejects where it cannot be written whole, and leaves nothing behind then. */
  async write(serial: number, bytes: Uint8Array): Promise<void> {
    const path = this.#path(serial);
    const file = await open(path + TEMPORARY, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.close();
      await rename(path + TEMPORARY, path);
    } catch (error) {
      await file.close().catch(() => {});
      await rm(path + TEMPORARY, { force: true }).catch(() => {});
      throw error;
    }
  }

  /** The bytes of a file; `undefined` where it is gone. */
  async read(serial: number): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#path(serial));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Removes files; one that stays is removed when the folder is opened the next time. */
  async remove(serials: readonly number[]): Promise<void> {
    for (const serial of serials) await rm(this.#path(serial), { force: true }).catch(() => {});
  }

  #path(serial: number): string {
    return join(this.folder, serial.toString(36));
  }
}
