import type { ResultStorage, StoredFile } from '../src/storage/result-storage.js';

/** A storage without folders, renames or a disk, as an object store is; it fails where it is told to. */
export class MemoryStorage implements ResultStorage {
  readonly root = 'memory://bucket';
  readonly objects = new Map<string, Uint8Array>();
  /** Called before each put; what it throws is thrown. */
  beforePut: (path: string) => void = () => undefined;

  async put(path: string, contents: Uint8Array): Promise<void> {
    this.beforePut(path);
    this.objects.set(path, contents.slice());
  }

  async open(path: string): Promise<StoredFile | undefined> {
    const contents = this.objects.get(path);
    return (
      contents && {
        byteLength: contents.length,
        slice: async (start, end = contents.length) => {
          if (end > contents.length) throw new RangeError('the object ends before');
          return contents.slice(start, end).buffer;
        },
        close: async () => undefined,
      }
    );
  }

  async list(folder: string): Promise<string[]> {
    const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
    const names = [...this.objects.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
      .map((rest) => (rest.includes('/') ? rest.slice(0, rest.indexOf('/') + 1) : rest));
    return [...new Set(names)].sort();
  }

  async delete(path: string): Promise<void> {
    for (const name of this.objects.keys()) {
      if (name === path || name.startsWith(path.endsWith('/') ? path : `${path}/`)) this.objects.delete(name);
    }
  }

  async freeBytes(): Promise<number> {
    return Infinity;
  }
}
