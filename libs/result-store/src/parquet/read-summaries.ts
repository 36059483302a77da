import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ResultStoreError } from '../results/errors.js';
import type { Schema } from '../results/schema.js';
import { type SummaryData, SummaryTable } from '../summaries/summary-table.js';

/** The summaries that a set keeps in a file; none have been made where there is none. Throws `SET_DAMAGED`. */
export async function readSummaries(
  directory: string,
  schema: Schema,
  summaryFile: string | undefined,
): Promise<SummaryTable> {
  if (summaryFile === undefined) return new SummaryTable(schema);
  const path = join(directory, summaryFile);
  try {
    return new SummaryTable(schema, JSON.parse(await readFile(path, 'utf8')) as SummaryData);
  } catch (error) {
    throw new ResultStoreError(
      'SET_DAMAGED',
      {
        subject: path,
        expected: 'summaries as they were written',
        found: (error as Error).message,
        remedy: 'read the rows instead: they are whole',
      },
      { cause: error },
    );
  }
}
