/** A file of a storage, open for reading: it can be read to its end even where it is deleted meanwhile. */
export interface StoredFile {
  readonly byteLength: number;
  /** The bytes from `start` up to, and without, `end`. Throws where the file ends before. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** Gives it back. */
  close(): Promise<void>;
}

/**
 * The port to where sets that outgrow memory are kept: `DirectoryStorage`, or an object store. Paths are relative, with slashes;
 * a file is named by `${root}/${path}` for other programs. There is no lock: whoever reads or writes a set puts an empty file into
 * it for as long.
 */
export interface ResultStorage {
  /** Where it is, for other programs and for messages: a directory or a URL, without a slash at the end. */
  readonly root: string;
  /** Puts a file, whole or not at all, in the place of one of that name. Durable once it resolves, unless it is empty. */
  put(path: string, contents: Uint8Array): Promise<void>;
  /** Opens a file; `undefined` where there is none. */
  open(path: string): Promise<StoredFile | undefined>;
  /** The names directly within a folder, those of folders with a slash at the end; none where there is no such folder. `''` is the root. */
  list(folder: string): Promise<string[]>;
  /** Deletes a file, or a folder with all that is in it; nothing where there is none. */
  delete(path: string): Promise<void>;
  /** How many bytes there is room for; `Infinity` where that is not bounded. */
  freeBytes(): Promise<number>;
}
