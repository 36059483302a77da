import type { Chunk } from '../results/chunk.js';
import { cellAt, type ColumnData, pickCells } from '../results/column-data.js';
import type { Cell } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';

/** More folders than these in one chunk are no partition. */
const MOST_PARTS = 200;
const NULL_FOLDER = '__HIVE_DEFAULT_PARTITION__';

/** The rows of a chunk that share the values of the partition columns. */
export interface ChunkPart {
  /** The folders that stand for the values, as Hive names them: `arm=a/sex=f`; empty where nothing is partitioned. */
  readonly folder: string;
  readonly partition: Readonly<Record<string, Cell>>;
  readonly columns: Readonly<Record<string, ColumnData>>;
  readonly rows: number;
}

/** Parts a chunk by the values of some columns, in order of their folders. Throws `TOO_MANY_GROUPS` beyond 200 parts. */
export function partitionChunk(chunk: Chunk, partitionBy: readonly string[]): ChunkPart[] {
  if (partitionBy.length === 0) return [{ folder: '', partition: {}, columns: chunk.columns, rows: chunk.rows }];
  const byFolder = new Map<string, number[]>();
  for (let row = 0; row < chunk.rows; row++) {
    const folder = partitionBy.map((name) => `${name}=${folderValue(cellAt(chunk.columns[name]!, row))}`).join('/');
    const rows = byFolder.get(folder);
    if (rows) rows.push(row);
    else byFolder.set(folder, [row]);
  }
  if (byFolder.size > MOST_PARTS) {
    throw new ResultStoreError('TOO_MANY_GROUPS', {
      subject: `partitionBy ${partitionBy.join(', ')}`,
      expected: `${MOST_PARTS} different values in a chunk at the most`,
      found: `${byFolder.size}`,
      remedy: 'partition by a column of few values, such as an arm',
    });
  }
  return Array.from(byFolder, ([folder, rows]) => part(chunk, partitionBy, folder, Uint32Array.from(rows))).sort(
    (one, other) => (one.folder < other.folder ? -1 : 1),
  );
}

function part(chunk: Chunk, partitionBy: readonly string[], folder: string, rows: Uint32Array): ChunkPart {
  return {
    folder,
    partition: Object.fromEntries(partitionBy.map((name) => [name, cellAt(chunk.columns[name]!, rows[0]!)])),
    columns: Object.fromEntries(
      Object.entries(chunk.columns)
        .filter(([name]) => !partitionBy.includes(name))
        .map(([name, data]) => [name, pickCells(data, rows)]),
    ),
    rows: rows.length,
  };
}

function folderValue(value: Cell): string {
  if (value === null) return NULL_FOLDER;
  if (value === NULL_FOLDER) return value.replaceAll('_', '%5F');
  return encodeURIComponent(String(value)).replaceAll('*', '%2A'); // a star in a path is a pattern to other programs
}
