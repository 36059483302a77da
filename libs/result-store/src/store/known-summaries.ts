import { ParquetSource } from '../parquet/parquet-source.js';
import { readSummaries } from '../parquet/read-summaries.js';
import type { Manifest } from '../results/manifest.js';
import type { ResultStorage } from '../storage/result-storage.js';
import { countSummaries } from '../summaries/count-summaries.js';
import { SummaryTable } from '../summaries/summary-table.js';
import type { StoreLog } from './store-options.js';

/**
 * The summaries of a set on disk: as they were written, or where those are damaged, counted anew from all its rows, which the log says.
 * Throws `SET_DAMAGED` where rows cannot be read either.
 */
export async function knownSummaries(storage: ResultStorage, manifest: Manifest, log: StoreLog): Promise<SummaryTable> {
  try {
    return new SummaryTable(manifest.schema, await readSummaries(storage, manifest));
  } catch (error) {
    log.warn(
      `The summaries of set '${manifest.id}' are damaged and are counted anew from its rows: ${(error as Error).message}`,
    );
    return countSummaries(new ParquetSource(storage, manifest, async () => undefined));
  }
}
