import type { Cells } from './column-data.js';
import type { Manifest } from './manifest.js';
import type { QueryPlan } from './query.js';

/** Some rows, by column. */
export interface Batch {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Cells>>;
}

/** What a query reads, and what it can leave out. */
export interface ReadPlan {
  readonly kind: 'memory' | 'parquet';
  readonly files: number;
  readonly filesRead: number;
  readonly rowGroups: number;
  readonly rowGroupsRead: number;
  /** The rows of the groups that are read, before the conditions are applied to each. */
  readonly rowsRead: number;
  /** The compressed bytes of the columns that are read; 0 in memory. */
  readonly bytesRead: number;
}

/** Where the rows of a set come from. */
export interface SetSource {
  readonly kind: 'memory' | 'parquet';
  readonly manifest: Manifest;
  /** Its files, as other programs name them; none in memory. */
  readonly files: readonly string[];
  /** The rows that match, a row group at a time. */
  batches(plan: QueryPlan): AsyncIterable<Batch>;
  explain(plan: QueryPlan): Promise<ReadPlan>;
  close(): Promise<void>;
}
