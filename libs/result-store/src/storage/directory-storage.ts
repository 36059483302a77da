import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { LocalFile } from './local-file.js';
import type { ResultStorage, StoredFile } from './result-storage.js';
import { writeWhole } from './write-whole.js';

/** A directory of this machine, or of a share that its processes see alike. */
export class DirectoryStorage implements ResultStorage {
  readonly root: string;

  /** `directory` is made when the first file is put. */
  constructor(directory: string) {
    this.root = resolve(directory);
  }

  async put(path: string, contents: Uint8Array): Promise<void> {
    const target = this.#place(path);
    try {
      await this.#write(target, contents);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await makeFolder(dirname(target));
      await this.#write(target, contents);
    }
  }

  async open(path: string): Promise<StoredFile | undefined> {
    return LocalFile.open(this.#place(path)).catch(unlessMissing(undefined));
  }

  async list(folder: string): Promise<string[]> {
    const entries = await readdir(this.#place(folder), { withFileTypes: true }).catch(unlessMissing([]));
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  }

  async delete(path: string): Promise<void> {
    await rm(this.#place(path), { recursive: true, force: true });
  }

  async freeBytes(): Promise<number> {
    return freeBytesAt(this.root);
  }

  /** An empty file is a mark: that it is there is all. */
  async #write(target: string, contents: Uint8Array): Promise<void> {
    if (contents.length === 0) await writeFile(target, contents);
    else await writeWhole(target, contents, `${target}.${randomUUID()}.tmp`);
  }

  /** Where a path lies. Throws `RangeError` for one that leads out of the directory. */
  #place(path: string): string {
    const place = resolve(this.root, path);
    if (place === this.root || place.startsWith(this.root + sep)) return place;
    throw new RangeError(`the path '${path}' leads out of ${this.root}`);
  }
}

/** Makes a folder and those above it, one by one: a recursive `mkdir` hides why it cannot. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((reason: unknown) => {
      if (codeOf(reason) !== 'EEXIST') throw reason;
    });
  }
}

async function freeBytesAt(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(directory);
    if (!isMissing(error) || parent === directory) throw error;
    return freeBytesAt(parent);
  }
}

function unlessMissing<T>(fallback: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return fallback;
    throw error;
  };
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
