import { readSummaries } from '../parquet/read-summaries.js';
import type { Manifest } from '../results/manifest.js';
import type { ResultStorage } from '../storage/result-storage.js';
import type { SetFolders } from '../storage/set-folders.js';
import { SummaryTable } from '../summaries/summary-table.js';
import { knownSummaries } from './known-summaries.js';
import { notFound } from './set-problem.js';
import type { StoreLog } from './store-options.js';

/** How often a manifest is read again whose summaries have been replaced in between. */
const TRIES = 5;

/** A set as it is at one moment. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly summaries: () => Promise<SummaryTable>;
}

/**
 * A manifest and its summaries. Those of an unfinished set are read at once, for its writer replaces them; damaged ones are counted anew
 * for who asks for them. Throws `SET_NOT_FOUND`, and `SET_DAMAGED` where the manifest cannot be read.
 */
export async function openSnapshot(
  storage: ResultStorage,
  folders: SetFolders,
  id: string,
  log: StoreLog,
): Promise<Snapshot> {
  for (let tries = 1; ; tries++) {
    const manifest = await folders.find(id);
    if (!manifest) throw notFound(id);
    const summaries = (): Promise<SummaryTable> => knownSummaries(storage, manifest, log);
    if (manifest.status === 'complete') return { manifest, summaries };
    try {
      const table = new SummaryTable(manifest.schema, await readSummaries(storage, manifest));
      return { manifest, summaries: async () => table };
    } catch {
      if (tries === TRIES) return { manifest, summaries };
    }
  }
}
