import type { FileMetaData } from 'hyparquet';
import type { Cell } from '../results/column-type.js';
import type { Extent } from '../results/query.js';

/** What the footer of a file says about a column in a row group; texts are left out, for their bounds are cut short. */
export function footerExtent(footer: FileMetaData, group: number, column: string): Extent | undefined {
  const statistics = footer.row_groups[group]?.columns.find((each) => each.meta_data?.path_in_schema[0] === column)
    ?.meta_data?.statistics;
  const min = statistics?.min_value as Cell | undefined;
  const max = statistics?.max_value as Cell | undefined;
  return typeof min === 'string' || typeof max === 'string' ? undefined : { min, max };
}

/** The compressed bytes of some columns in a row group. */
export function footerBytes(footer: FileMetaData, group: number, columns: readonly string[]): number {
  let bytes = 0;
  for (const { meta_data: data } of footer.row_groups[group]?.columns ?? []) {
    if (data && columns.includes(data.path_in_schema[0]!)) bytes += Number(data.total_compressed_size);
  }
  return bytes;
}
