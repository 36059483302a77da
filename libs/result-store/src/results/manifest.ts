import type { RowGroup } from './chunk.js';
import type { Cell, Subject } from './column-type.js';
import type { Schema } from './schema.js';
import { sealJson, unsealJson } from './sealed-json.js';

/** What a caller says of a set, to find it by. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** A Parquet file of a chunk. */
export interface ManifestFile {
  /** Its path within the directory of the set, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** The values that its folders stand for. */
  readonly partition: Readonly<Record<string, Cell>>;
  readonly groups: readonly RowGroup[];
}

/** A chunk that has been committed. */
export interface ManifestChunk {
  readonly first: Subject;
  readonly last: Subject;
  readonly subjects: number;
  readonly rows: number;
  readonly files: readonly ManifestFile[];
}

/** What is known of a set: its only truth on disk. A file that it does not name is no part of the set. */
export interface Manifest {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly status: 'writing' | 'complete';
  /** When it was begun, in milliseconds since 1970. */
  readonly createdMs: number;
  readonly schema: Schema;
  readonly partitionBy: readonly string[];
  readonly metadata: Metadata;
  readonly subjects: number;
  readonly rows: number;
  readonly bytes: number;
  readonly chunks: readonly ManifestChunk[];
  /** The file that holds the summaries of the chunks; none where there is no chunk. */
  readonly summaryFile: string | undefined;
}

/** A manifest with one more chunk. */
export function withChunk(manifest: Manifest, chunk: ManifestChunk, summaryFile: string | undefined): Manifest {
  return {
    ...manifest,
    subjects: manifest.subjects + chunk.subjects,
    rows: manifest.rows + chunk.rows,
    bytes: manifest.bytes + chunk.files.reduce((sum, { bytes }) => sum + bytes, 0),
    chunks: [...manifest.chunks, chunk],
    summaryFile,
  };
}

/** A manifest as text; bigints survive it. */
export function manifestToJson(manifest: Manifest): string {
  const text = JSON.stringify(manifest, (_, value: unknown) =>
    typeof value === 'bigint' ? { $bigint: String(value) } : value,
  );
  return sealJson(text);
}

/** The manifest of the set `id` from its text. Throws `SyntaxError` for what is none. */
export function manifestFromJson(text: string, id: string): Manifest {
  const manifest = JSON.parse(unsealJson(text), (_, value: unknown) =>
    typeof value === 'object' && value !== null && '$bigint' in value ? BigInt(String(value.$bigint)) : value,
  ) as Manifest;
  if (manifest?.version !== 1 || !Array.isArray(manifest.chunks)) throw new SyntaxError('no manifest of version 1');
  if (manifest.id !== id) throw new SyntaxError(`the manifest of set '${manifest.id}'`);
  return manifest;
}
