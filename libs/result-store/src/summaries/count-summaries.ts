import { ColumnBuffer } from '../results/column-buffer.js';
import { planQuery } from '../results/query.js';
import type { SetSource } from '../results/set-source.js';
import { SummaryTable } from './summary-table.js';

/** Counts the summaries of a set anew from its rows, a row group at a time. Throws `SET_DAMAGED` where rows cannot be read. */
export async function countSummaries(source: SetSource): Promise<SummaryTable> {
  const { schema } = source.manifest;
  const table = new SummaryTable(schema);
  const names = new Set([...table.columns, ...schema.groupBy]);
  const buffers = schema.columns.flatMap((column) =>
    names.has(column.name) ? [[column.name, new ColumnBuffer(column)] as const] : [],
  );
  for await (const { rows, columns } of source.batches(planQuery(schema, { columns: [...names] }))) {
    const data = buffers.map(([name, buffer]) => {
      const cells = columns[name]!;
      for (let row = 0; row < rows; row++) buffer.push(cells[row]);
      return [name, buffer.take()] as const;
    });
    table.add({ rows, columns: Object.fromEntries(data) });
  }
  return table;
}
