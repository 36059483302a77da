import { gzipSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { RowGroup } from '../results/chunk.js';
import { cellAt, type ColumnData } from '../results/column-data.js';
import type { Column } from '../results/schema.js';
import { parquetSchemaOf } from './parquet-schema.js';

const FASTEST = { level: 1 };

/** Rows as a Parquet file: a row group for each group, compressed with GZIP, the same bytes for the same rows. */
export function encodeFile(
  columns: readonly Column[],
  data: Readonly<Record<string, ColumnData>>,
  groups: readonly RowGroup[],
): Uint8Array {
  const buffer = new ByteWriter();
  const writer = new ParquetWriter({
    writer: buffer,
    schema: parquetSchemaOf(columns),
    codec: 'GZIP',
    compressors: { GZIP: (input) => gzipSync(input, FASTEST) },
    createdBy: 'nestjs-result-store',
  });
  void writer.write({
    columnData: columns.map(({ name, type }) => ({
      name,
      data: writable(data[name]!),
      columnIndex: false,
      // a dictionary would take 0 and -0 for one value
      ...(type === 'double' && { encoding: 'PLAIN' as const }),
    })),
    rowGroupSize: groups.map(({ rows }) => rows),
  });
  void writer.finish();
  return buffer.getBytes();
}

/** Values as the encoder takes them. */
function writable(data: ColumnData): unknown[] | Int32Array | Float64Array | BigInt64Array {
  const { type, values, nulls } = data;
  if (!nulls && (type === 'int32' || type === 'double' || type === 'int64')) return values as Float64Array;
  return Array.from({ length: values.length }, (_, index) => cellAt(data, index));
}
