import type { FileMetaData } from 'hyparquet';
import type { RowGroup } from '../results/chunk.js';
import type { Manifest, ManifestFile } from '../results/manifest.js';
import type { Extent, QueryPlan } from '../results/query.js';
import { selectRows } from '../results/select-rows.js';
import type { Batch, ReadPlan, SetSource } from '../results/set-source.js';
import type { ResultStorage } from '../storage/result-storage.js';
import { footerBytes, footerExtent } from './footer-extent.js';
import { ParquetFile } from './parquet-file.js';

/** Footers that are kept for the next look-up. */
const FOOTERS = 32;

/** A row group that may hold what is asked for. */
interface Candidate {
  readonly file: ParquetFile;
  readonly footer: FileMetaData;
  readonly named: ManifestFile;
  readonly group: number;
}

/** The rows of a set in Parquet files: reads the row groups that may match, one at a time. */
export class ParquetSource implements SetSource {
  readonly kind = 'parquet';
  readonly #footers = new Map<string, FileMetaData>();

  constructor(
    private readonly storage: ResultStorage,
    readonly manifest: Manifest,
    private readonly release: () => Promise<void>,
  ) {}

  get files(): string[] {
    const folder = `${this.storage.root}/${this.manifest.id}`;
    return this.manifest.chunks.flatMap(({ files }) => files.map(({ path }) => `${folder}/${path}`));
  }

  async *batches(plan: QueryPlan): AsyncGenerator<Batch, void> {
    const columns = this.manifest.schema.columns.filter(({ name }) => plan.needed.includes(name));
    for await (const { file, footer, group, named } of this.#candidates(plan)) {
      const read = await file.readGroup(footer, group, columns);
      const batch = selectRows(plan, read, named.groups[group]!.rows);
      if (batch) yield batch;
    }
  }

  async explain(plan: QueryPlan): Promise<ReadPlan> {
    const files = this.manifest.chunks.flatMap((chunk) => chunk.files);
    const filesRead = new Set<string>();
    let rowGroupsRead = 0;
    let rowsRead = 0;
    let bytesRead = 0;
    for await (const { footer, named, group } of this.#candidates(plan)) {
      filesRead.add(named.path);
      rowGroupsRead++;
      rowsRead += named.groups[group]!.rows;
      bytesRead += footerBytes(footer, group, plan.needed);
    }
    return {
      kind: 'parquet',
      files: files.length,
      filesRead: filesRead.size,
      rowGroups: files.reduce((sum, { groups }) => sum + groups.length, 0),
      rowGroupsRead,
      rowsRead,
      bytesRead,
    };
  }

  async close(): Promise<void> {
    this.#footers.clear();
    await this.release();
  }

  async *#candidates(plan: QueryPlan): AsyncGenerator<Candidate, void> {
    for (const chunk of this.manifest.chunks) {
      for (const named of chunk.files) {
        const open = [...named.groups.keys()].filter((group) => plan.mayMatch(this.#known(named, group)));
        if (open.length > 0) yield* this.#within(named, open, plan);
      }
    }
  }

  async *#within(named: ManifestFile, groups: readonly number[], plan: QueryPlan): AsyncGenerator<Candidate, void> {
    const file = await ParquetFile.open(this.storage, this.manifest.id, named);
    try {
      const footer = await this.#footer(file, named);
      for (const group of groups) {
        const known = this.#known(named, group);
        const extentOf = (column: string): Extent | undefined => known(column) ?? footerExtent(footer, group, column);
        if (plan.mayMatch(extentOf)) yield { file, footer, named, group };
      }
    } finally {
      await file.close();
    }
  }

  /** What the manifest alone says of a row group: its subjects, and what its folders stand for. */
  #known({ groups, partition }: ManifestFile, group: number): (column: string) => Extent | undefined {
    const { first, last } = groups[group] as RowGroup;
    return (column) => {
      if (column === this.manifest.schema.subject) return { min: first, max: last };
      return Object.hasOwn(partition, column) ? { min: partition[column], max: partition[column] } : undefined;
    };
  }

  async #footer(file: ParquetFile, { path }: ManifestFile): Promise<FileMetaData> {
    const footer = this.#footers.get(path) ?? (await file.footer());
    this.#footers.delete(path);
    this.#footers.set(path, footer);
    if (this.#footers.size > FOOTERS) this.#footers.delete(this.#footers.keys().next().value!);
    return footer;
  }
}
