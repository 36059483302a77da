import { ResultStoreError } from '../results/errors.js';
import { type Manifest, manifestFromJson, manifestToJson } from '../results/manifest.js';
import { LEASES, liveLeases } from './leases.js';
import type { ResultStorage } from './result-storage.js';

const MANIFEST = 'manifest.json';
const encoder = new TextEncoder();

/** What there is in a storage. */
export interface Listing {
  /** The manifests of all sets, the oldest first. */
  readonly manifests: readonly Manifest[];
  /** The folders whose manifest cannot be read. */
  readonly damaged: readonly string[];
  /** The folders without a manifest: sets that are just being made, removals that were cut short, and whatever other programs keep there. */
  readonly bare: readonly string[];
}

/** The sets of a storage: a folder each, named by its id, with a manifest that is replaced as a whole. */
export class SetFolders {
  constructor(private readonly storage: ResultStorage) {}

  async save(manifest: Manifest): Promise<void> {
    await this.storage.put(`${manifest.id}/${MANIFEST}`, encoder.encode(manifestToJson(manifest)));
  }

  /** The manifest of a set, or `undefined` where there is no such set. Throws `SET_DAMAGED` where it cannot be read. */
  async find(id: string): Promise<Manifest | undefined> {
    try {
      const bytes = await this.#read(id);
      return bytes && manifestFromJson(new TextDecoder().decode(bytes), id);
    } catch (error) {
      throw new ResultStoreError(
        'SET_DAMAGED',
        {
          subject: `${this.storage.root}/${id}/${MANIFEST}`,
          expected: 'a manifest as it was written',
          found: (error as Error).message,
          remedy: 'remove the set, or restore its manifest',
        },
        { cause: error },
      );
    }
  }

  async list(): Promise<Listing> {
    const manifests: Manifest[] = [];
    const damaged: string[] = [];
    const bare: string[] = [];
    for (const name of await this.storage.list('')) {
      if (!name.endsWith('/') || name.startsWith('.')) continue;
      const id = name.slice(0, -1);
      try {
        const manifest = await this.find(id);
        if (manifest) manifests.push(manifest);
        else bare.push(id);
      } catch {
        damaged.push(id);
      }
    }
    return { manifests: manifests.sort((one, other) => one.createdMs - other.createdMs), damaged, bare };
  }

  /**
   * Removes a set unless somebody holds it; answers whether it is gone. Its manifest goes first, so that whoever opens it from
   * then on finds none; whoever took a lease in between gets it back.
   */
  async remove(id: string): Promise<boolean> {
    if ((await liveLeases(this.storage, id)).length > 0) return false;
    const manifest = await this.#read(id);
    await this.storage.delete(`${id}/${MANIFEST}`);
    if ((await liveLeases(this.storage, id)).length > 0) {
      if (manifest) await this.storage.put(`${id}/${MANIFEST}`, manifest);
      return false;
    }
    await this.storage.delete(id);
    return true;
  }

  /** Removes what a crash has left in a set: files that its manifest does not name. */
  async sweep({ id, chunks, summaryFile }: Manifest): Promise<void> {
    const named = new Set([MANIFEST, summaryFile, ...chunks.flatMap(({ files }) => files.map(({ path }) => path))]);
    await this.#sweepWithin(id, '', named);
  }

  async #sweepWithin(id: string, folder: string, named: ReadonlySet<string | undefined>): Promise<void> {
    for (const name of await this.storage.list(`${id}/${folder}`)) {
      const path = folder + name;
      if (path === LEASES || named.has(path)) continue;
      if (name.endsWith('/')) await this.#sweepWithin(id, path, named);
      else await this.storage.delete(`${id}/${path}`);
    }
  }

  async #read(id: string): Promise<Uint8Array | undefined> {
    const file = await this.storage.open(`${id}/${MANIFEST}`);
    if (!file) return undefined;
    try {
      return new Uint8Array(await file.slice(0));
    } finally {
      await file.close();
    }
  }
}
