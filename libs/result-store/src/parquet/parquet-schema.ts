import type { SchemaElement } from 'hyparquet';
import type { ColumnType } from '../results/column-type.js';
import type { Column } from '../results/schema.js';

const ELEMENTS: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** The columns as Parquet's own schema. */
export function parquetSchemaOf(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type, isNullable }): SchemaElement => ({
      name,
      ...ELEMENTS[type],
      repetition_type: isNullable ? 'OPTIONAL' : 'REQUIRED',
    })),
  ];
}
