import type { Cell, Row, Subject } from '../results/column-type.js';
import { estimateRowBytes } from '../results/estimate-bytes.js';
import { ResultStoreError } from '../results/errors.js';
import { planQuery, type Query, type QueryPlan, rowsOf } from '../results/query.js';
import { requireColumn } from '../results/schema.js';
import type { Batch, ReadPlan, SetSource } from '../results/set-source.js';
import { type Band, type BandOptions, bandsOf, tallyByPlace } from '../summaries/bands.js';
import type { ColumnSummary } from '../summaries/column-summary.js';
import { NUMERIC, type SummaryTable } from '../summaries/summary-table.js';
import type { SetInfo } from './set-info.js';

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** A set that is open for reading, in memory or on disk alike. It is held until it is closed: `await using`. */
export class ResultSet implements AsyncDisposable {
  #isOpen = true;
  #summaries: Promise<SummaryTable> | undefined;

  constructor(
    readonly info: SetInfo,
    private readonly source: SetSource,
    private readonly readSummaries: () => Promise<SummaryTable>,
  ) {}

  /** The Parquet files that hold it, by path or URL, as other programs name them; none in memory. */
  get files(): readonly string[] {
    return this.source.files;
  }

  /** The columns by which its files are laid in folders. */
  get partitionBy(): readonly string[] {
    return this.source.manifest.partitionBy;
  }

  /** The folders of its files, as `files` begin with them, with the values that each stands for; none unless it is partitioned. */
  get partitions(): ReadonlyMap<string, Readonly<Record<string, Cell>>> {
    if (this.partitionBy.length === 0) return new Map();
    const named = this.source.manifest.chunks.flatMap(({ files }) => files);
    return new Map(this.files.map((path, index) => [path.slice(0, path.lastIndexOf('/')), named[index]!.partition]));
  }

  /** The rows that match, one by one, in the order in which they were written (within a chunk, by partition). */
  async *rows(query?: Query): AsyncGenerator<Row, void> {
    for await (const batch of this.batches(query)) yield* batch;
  }

  /** The rows that match, up to a row group (250 subjects unless set otherwise) at a time. */
  async *batches(query?: Query): AsyncGenerator<Row[], void> {
    const plan = this.#plan(query);
    for await (const { columns, rows } of this.source.batches(plan)) yield rowsOf(plan.columns, columns, rows);
  }

  /** The same as columns: numbers without null come as typed arrays. */
  columns(query?: Query): AsyncIterable<Batch> {
    return this.source.batches(this.#plan(query));
  }

  /** The rows of one subject, found without a scan; none where there is no such subject. */
  async subject(subject: Subject): Promise<Row[]> {
    const rows: Row[] = [];
    const where = { [this.info.schema.subject]: subject };
    for await (const row of this.rows({ where })) rows.push(row); // a subject may have more rows than a call takes arguments
    return rows;
  }

  /** All rows at once. Throws `TOO_LARGE` for a set on disk, saying how large it is and what to do instead. */
  async all(query?: Query): Promise<Row[]> {
    if (this.source.kind === 'parquet') throw this.#tooLarge();
    const rows: Row[] = [];
    for await (const row of this.rows(query)) rows.push(row);
    return rows;
  }

  /**
   * The summaries of the numeric columns but the subject, without reading a row unless they are damaged. Throws `SET_DAMAGED` where rows
   * are damaged too.
   */
  async summary(): Promise<ReadonlyMap<string, ColumnSummary>> {
    return (await this.#table()).whole;
  }

  /**
   * The same for each value of a column that the schema groups by (timestamps as milliseconds, bigints as texts). Throws
   * `INVALID_QUERY` for any other column.
   */
  async summaryBy(column: string): Promise<ReadonlyMap<Cell, ReadonlyMap<string, ColumnSummary>>> {
    const groups = (await this.#table()).by(column);
    if (groups) return groups;
    const { groupBy } = this.info.schema;
    throw new ResultStoreError('INVALID_QUERY', {
      subject: `summary of set '${this.info.id}' by '${column}'`,
      expected: groupBy.length > 0 ? `a column among ${groupBy.join(', ')}` : 'a set whose schema has groupBy',
      found: `'${column}'`,
      remedy: `write sets with groupBy: ['${column}'] in their schema`,
    });
  }

  /**
   * Quantiles of a column over another: from the summaries where the schema groups by `x`, else batch by batch. Throws
   * `INVALID_QUERY` for columns that are unknown or not numeric, quantiles outside 0 to 1, and for too many different `x`.
   */
  async bands({ x, y, quantiles = QUANTILES }: BandOptions): Promise<Band[]> {
    for (const name of [x, y]) this.#requireNumeric(name);
    if (!quantiles.every((q) => q >= 0 && q <= 1)) {
      throw invalidBands('quantiles', 'shares between 0 and 1', quantiles.join(', '), 'write 0.5 for the median');
    }
    const groups = (await this.#table()).by(x);
    if (groups && y !== this.info.schema.subject) {
      const known = Array.from(groups).filter(([at]) => at !== null);
      return bandsOf(known.map(([at, summaries]) => [Number(at), summaries.get(y)!] as const), quantiles); // prettier-ignore
    }
    return bandsOf(await tallyByPlace(this.columns({ columns: [x, y] }), x, y), quantiles);
  }

  /** What a query reads, and what it can leave out; reads footers at the most. */
  async explain(query?: Query): Promise<ReadPlan> {
    return this.source.explain(this.#plan(query));
  }

  /** Gives the set back; it can be cleaned up from now on. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.source.close();
  }

  #plan(query: Query | undefined): QueryPlan {
    if (this.#isOpen) return planQuery(this.info.schema, query);
    throw new ResultStoreError('SET_CLOSED', {
      subject: `set '${this.info.id}'`,
      expected: 'a set that is open',
      found: 'one that has been closed',
      remedy: 'open it again',
    });
  }

  #requireNumeric(name: string): void {
    const { type } = requireColumn(this.info.schema.columns, name, 'bands', 'INVALID_QUERY');
    if (NUMERIC.has(type)) return;
    throw invalidBands(`column '${name}'`, 'a numeric column', type, 'take a column of type int32, int64 or double');
  }

  #table(): Promise<SummaryTable> {
    this.#summaries ??= this.readSummaries();
    return this.#summaries;
  }

  #tooLarge(): ResultStoreError {
    const { id, rows, subjects, bytes, schema } = this.info;
    const asRows = rows * estimateRowBytes(schema).asObject;
    return new ResultStoreError('TOO_LARGE', {
      subject: `all rows of set '${id}'`,
      expected: 'a set in memory',
      found: `${rows} rows of ${subjects} subjects on disk, ${megabytes(bytes)} there and about ${megabytes(asRows)} as rows`,
      remedy:
        'read it with `for await (const batch of set.batches())`, one subject with `set.subject(key)`, or `set.summary()`',
    });
  }
}

function invalidBands(what: string, expected: string, found: string, remedy: string): ResultStoreError {
  return new ResultStoreError('INVALID_QUERY', { subject: `bands, ${what}`, expected, found, remedy });
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
