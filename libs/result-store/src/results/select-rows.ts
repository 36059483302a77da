import type { Cells } from './column-data.js';
import type { QueryPlan } from './query.js';
import type { Batch } from './set-source.js';

/** The part of a batch that a query asks for, or `undefined` where no row matches. */
export function selectRows(plan: QueryPlan, columns: Readonly<Record<string, Cells>>, rows: number): Batch | undefined {
  const matching = plan.match(columns, rows);
  if (matching?.length === 0 || rows === 0) return undefined;
  const isAll = !matching || matching.length === rows;
  const chosen = plan.columns.map((name): [string, Cells] => {
    const cells = columns[name]!;
    return [name, isAll ? cells : Array.from(matching, (row) => cells[row]!)];
  });
  return { rows: isAll ? rows : matching.length, columns: Object.fromEntries(chosen) };
}
