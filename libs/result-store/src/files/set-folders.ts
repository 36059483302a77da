import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ResultStoreError } from '../results/errors.js';
import { type Manifest, manifestFromJson, manifestToJson } from '../results/manifest.js';
import { liveLeases } from './leases.js';
import { writeWhole } from './write-whole.js';

const MANIFEST = 'manifest.json';
const TRASH = '.trash-';

/** The sets in a directory: a folder each, named by its id, with a manifest that is replaced as a whole. */
export class SetFolders {
  constructor(private readonly root: string) {}

  path(id: string): string {
    return join(this.root, id);
  }

  /** Makes the folder of a new set. */
  async make(manifest: Manifest): Promise<void> {
    await mkdir(this.path(manifest.id), { recursive: true });
    await this.save(manifest);
  }

  async save(manifest: Manifest): Promise<void> {
    await writeWhole(join(this.path(manifest.id), MANIFEST), manifestToJson(manifest));
  }

  /** The manifest of a set, or `undefined` where there is no such set. Throws `SET_DAMAGED` where it cannot be read. */
  async find(id: string): Promise<Manifest | undefined> {
    const path = join(this.path(id), MANIFEST);
    try {
      return manifestFromJson(await readFile(path, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new ResultStoreError(
        'SET_DAMAGED',
        {
          subject: path,
          expected: 'a manifest as it was written',
          found: (error as Error).message,
          remedy: 'remove the set, or restore its manifest',
        },
        { cause: error },
      );
    }
  }

  /** The manifests of all sets, the oldest first, and the ids of the folders whose manifest cannot be read. */
  async list(): Promise<{ manifests: Manifest[]; damaged: string[] }> {
    const folders = await readdir(this.root, { withFileTypes: true }).catch(() => []);
    const manifests: Manifest[] = [];
    const damaged: string[] = [];
    for (const folder of folders) {
      if (!folder.isDirectory() || folder.name.startsWith('.')) continue;
      try {
        const manifest = await this.find(folder.name);
        if (manifest) manifests.push(manifest);
      } catch {
        damaged.push(folder.name);
      }
    }
    return { manifests: manifests.sort((one, other) => one.createdMs - other.createdMs), damaged };
  }

  /** Removes a set unless somebody holds it; answers whether it is gone. */
  async remove(id: string): Promise<boolean> {
    if ((await liveLeases(this.path(id))).length > 0) return false;
    const trash = join(this.root, `${TRASH}${id}`);
    await rename(this.path(id), trash);
    if ((await liveLeases(trash)).length > 0) {
      await rename(trash, this.path(id)); // taken in between
      return false;
    }
    await rm(trash, { recursive: true, force: true });
    return true;
  }

  /** Removes what a crash has left in a set: files that its manifest does not name. */
  async sweep({ id, chunks, summaryFile }: Manifest): Promise<void> {
    const named = new Set([MANIFEST, summaryFile, ...chunks.flatMap(({ files }) => files.map(({ path }) => path))]);
    const found = await readdir(this.path(id), { recursive: true, withFileTypes: true });
    for (const entry of found) {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(this.path(id).length + 1).replaceAll('\\', '/');
      if (entry.isFile() && !named.has(name) && !name.startsWith('.leases/')) await rm(path, { force: true });
    }
  }
}
