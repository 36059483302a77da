import { gunzipSync } from 'node:zlib';
import { type DecodedArray, type FileMetaData, parquetMetadataAsync, parquetScan } from 'hyparquet';
import type { Cells } from '../results/column-data.js';
import type { Cell } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';
import type { ManifestFile } from '../results/manifest.js';
import type { Column } from '../results/schema.js';
import type { ResultStorage, StoredFile } from '../storage/result-storage.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const READING = {
  compressors: { GZIP: (input: Uint8Array) => gunzipSync(input) },
  parsers: { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && decoder.decode(bytes) },
  useOffsetIndex: false,
  geoparquet: false,
};

/** A Parquet file of a set, open for reading. */
export class ParquetFile {
  private constructor(
    private readonly place: string,
    private readonly named: ManifestFile,
    private readonly file: StoredFile,
  ) {}

  /** Opens a file of the set `id`. Throws `SET_DAMAGED` where it is missing or not of the size that the manifest names. */
  static async open(storage: ResultStorage, id: string, named: ManifestFile): Promise<ParquetFile> {
    const path = `${id}/${named.path}`;
    const place = `${storage.root}/${path}`;
    const file = await storage.open(path).catch((error: unknown) => {
      throw damaged(place, 'a file that can be read', (error as Error).message, error);
    });
    if (!file) throw damaged(place, 'a file', 'none');
    if (file.byteLength === named.bytes) return new ParquetFile(place, named, file);
    await file.close();
    throw damaged(place, `${named.bytes} bytes`, `${file.byteLength}`);
  }

  async footer(): Promise<FileMetaData> {
    return this.#guard(() => parquetMetadataAsync(this.file, READING));
  }

  /** The columns of a row group, the ones that its folders stand for included. */
  async readGroup(footer: FileMetaData, group: number, columns: readonly Column[]): Promise<Record<string, Cells>> {
    const stored = columns.filter(({ name }) => !Object.hasOwn(this.named.partition, name));
    const rows = this.named.groups[group]!.rows;
    let rowStart = 0;
    for (const { rows } of this.named.groups.slice(0, group)) rowStart += rows;
    const read: Record<string, Cells> = {};
    await this.#guard(async () => {
      const scan = await parquetScan({
        ...READING,
        file: this.file,
        metadata: footer,
        columns: stored.map(({ name }) => name),
      });
      for (const { name, isNullable } of stored) {
        const cells = await scan.readColumn({ column: name, rowStart, rowEnd: rowStart + rows });
        if (cells.length !== rows) throw new RangeError(`column '${name}' has ${cells.length} of ${rows} rows`);
        read[name] = isNullable ? withNulls(cells) : (cells as Cells);
      }
    });
    for (const { name } of columns) {
      if (Object.hasOwn(this.named.partition, name))
        read[name] = Array.from({ length: rows }, () => this.named.partition[name]!);
    }
    return read;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  async #guard<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw damaged(this.place, 'a Parquet file as it was written', (error as Error).message, error);
    }
  }
}

function withNulls(cells: DecodedArray): Cells {
  return Array.from(cells as ArrayLike<Cell | undefined>, (cell) => cell ?? null);
}

function damaged(place: string, expected: string, found: string, cause?: unknown): ResultStoreError {
  return new ResultStoreError(
    'SET_DAMAGED',
    { subject: place, expected, found, remedy: 'leave out the subjects of this file, or write the set again' },
    { cause },
  );
}
