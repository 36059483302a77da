import { type FileHandle, open } from 'node:fs/promises';
import type { StoredFile } from './result-storage.js';

/** A file of a directory, read in parts. */
export class LocalFile implements StoredFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly byteLength: number,
  ) {}

  static async open(path: string): Promise<LocalFile> {
    const handle = await open(path, 'r');
    try {
      return new LocalFile(handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async slice(start: number, end: number = this.byteLength): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(end - start);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.handle.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) throw new RangeError(`the file ends at byte ${start + filled}, before byte ${end}`);
      filled += bytesRead;
    }
    return bytes.buffer;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
