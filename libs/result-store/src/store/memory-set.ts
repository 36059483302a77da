import { type Chunk, cutGroups, type RowGroup } from '../results/chunk.js';
import { cellsOf, subjectsOf } from '../results/column-data.js';
import type { Cell } from '../results/column-type.js';
import { type Manifest, withChunk } from '../results/manifest.js';
import type { Extent, QueryPlan } from '../results/query.js';
import { selectRows } from '../results/select-rows.js';
import type { Batch, ReadPlan } from '../results/set-source.js';
import { SummaryTable } from '../summaries/summary-table.js';

interface Held {
  readonly chunk: Chunk;
  readonly groups: readonly RowGroup[];
}

/** A set in the memory of this process. */
export class MemorySet {
  readonly summaries: SummaryTable;
  readonly #held: Held[] = [];
  /** How many read it. */
  readers = 0;

  constructor(
    public manifest: Manifest,
    private readonly groupSubjects: number,
  ) {
    this.summaries = new SummaryTable(manifest.schema);
  }

  get chunks(): readonly Chunk[] {
    return this.#held.map(({ chunk }) => chunk);
  }

  add(chunk: Chunk): void {
    this.summaries.add(chunk);
    const { first, last, subjects, rows, bytes } = chunk;
    const keys = subjectsOf(chunk.columns[this.manifest.schema.subject]!);
    this.#held.push({ chunk, groups: cutGroups(keys, this.groupSubjects) });
    const grown = withChunk(this.manifest, { first, last, subjects, rows, files: [] }, undefined);
    this.manifest = { ...grown, bytes: this.manifest.bytes + bytes };
  }

  async *batches(plan: QueryPlan): AsyncGenerator<Batch, void> {
    for (const { chunk, groups } of this.#held) {
      let start = 0;
      for (const group of groups) {
        const end = start + group.rows;
        if (plan.mayMatch(this.#extent(group))) {
          const cells = plan.needed.map((name) => [name, cellsOf(chunk.columns[name]!, start, end)] as const);
          const batch = selectRows(plan, Object.fromEntries(cells), group.rows);
          if (batch) yield batch;
        }
        start = end;
      }
    }
  }

  explain(plan: QueryPlan): ReadPlan {
    const groups = this.#held.flatMap((held) => held.groups);
    const read = groups.filter((group) => plan.mayMatch(this.#extent(group)));
    return {
      kind: 'memory',
      files: 0,
      filesRead: 0,
      rowGroups: groups.length,
      rowGroupsRead: read.length,
      rowsRead: read.reduce((sum, { rows }) => sum + rows, 0),
      bytesRead: 0,
    };
  }

  #extent({ first, last }: RowGroup): (column: string) => Extent | undefined {
    return (column) =>
      column === this.manifest.schema.subject ? { min: first as Cell, max: last as Cell } : undefined;
  }
}
