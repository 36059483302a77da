import type { ColumnSummary, ResultSet } from 'nestjs-result-store';

/** What is told of a column; quantiles are within 1 %. */
export type SummarisedColumn = Pick<ColumnSummary, 'count' | 'min' | 'max' | 'mean' | 'sd'> &
  Readonly<Record<'p5' | 'p50' | 'p95', number>>;

/** The body that answers `GET /simulations/:id/summary`; no row is read for it. */
export interface SummaryAnswer {
  readonly subjects: number;
  readonly rows: number;
  readonly columns: Readonly<Record<string, SummarisedColumn>>;
  /** The concentrations, mg/L, at each time in hours. */
  readonly concentrations: readonly ({ readonly time: number } & SummarisedColumn)[];
}

/** Tells the summaries of a population. */
export async function summaryAnswer(set: ResultSet): Promise<SummaryAnswer> {
  const columns = Array.from(await set.summary(), ([name, summary]) => [name, summarised(summary)] as const);
  const byTime = Array.from(await set.summaryBy('time'), ([time, summaries]) => ({
    time: Number(time),
    ...summarised(summaries.get('concentration')!),
  }));
  const { subjects, rows } = set.info;
  const concentrations = byTime.sort((one, other) => one.time - other.time);
  return { subjects, rows, columns: Object.fromEntries(columns), concentrations };
}

function summarised(summary: ColumnSummary): SummarisedColumn {
  const { count, min, max, mean, sd } = summary;
  const [p5, p50, p95] = [0.05, 0.5, 0.95].map((q) => summary.quantile(q)) as [number, number, number];
  return { count, min, max, mean, sd, p5, p50, p95 };
}
