import { readSummaries } from '../parquet/read-summaries.js';
import type { Manifest } from '../results/manifest.js';
import type { ResultStorage } from '../storage/result-storage.js';
import type { SetFolders } from '../storage/set-folders.js';
import { SummaryTable } from '../summaries/summary-table.js';
import { notFound } from './set-problem.js';

/** How often a manifest is read again whose summaries have been replaced in between. */
const TRIES = 5;

/** A set as it is at one moment. */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly summaries: () => Promise<SummaryTable>;
}

/**
 * A manifest and its summaries. Those of an unfinished set are read at once, for its writer replaces them; damaged ones are an error
 * for who asks for them. Throws `SET_NOT_FOUND`, and `SET_DAMAGED` where the manifest cannot be read.
 */
export async function openSnapshot(storage: ResultStorage, folders: SetFolders, id: string): Promise<Snapshot> {
  for (let tries = 1; ; tries++) {
    const manifest = await folders.find(id);
    if (!manifest) throw notFound(id);
    const read = async (): Promise<SummaryTable> =>
      new SummaryTable(manifest.schema, await readSummaries(storage, manifest));
    if (manifest.status === 'complete') return { manifest, summaries: read };
    try {
      const table = await read();
      return { manifest, summaries: async () => table };
    } catch (error) {
      if (tries === TRIES) return { manifest, summaries: () => Promise.reject(error) };
    }
  }
}
