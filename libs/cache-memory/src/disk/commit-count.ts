import { type FileHandle, open, truncate } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { damaged } from './damage.js';

const BYTES = 32;

/**
 * How many commits were made, in a file beside the database: it is written after each, so that a database that knows of fewer has
 * lost some. It is emptied, for which a full disk has room, while the database is not to be believed.
 */
export class CommitCount {
  #file: FileHandle | undefined;

  constructor(private readonly path: string) {}

  /** Empties the file. */
  static async discard(path: string): Promise<void> {
    await truncate(path, 0);
  }

  /** The count; 0 in an empty file. Rejects where it is damaged. */
  async open(): Promise<number> {
    this.#file = await open(this.path, 'a+', 0o600);
    await this.#file.close();
    this.#file = await open(this.path, 'r+');
    const { bytesRead, buffer } = await this.#file.read(Buffer.alloc(BYTES), 0, BYTES, 0);
    if (bytesRead === 0) return 0;
    const [count = '', checksum] = buffer.toString('latin1', 0, bytesRead).trimEnd().split(' ');
    if (sumOf(count) !== checksum) throw damaged('the count of commits disagrees with its checksum');
    return Number(count);
  }

  async write(count: number): Promise<void> {
    const text = `${count} ${sumOf(String(count))}`.padEnd(BYTES);
    await this.#file!.write(Buffer.from(text, 'latin1'), 0, BYTES, 0);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

function sumOf(text: string): string {
  return crc32(text).toString(16);
}
