import { ResultStoreError } from '../results/errors.js';
import type { Manifest } from '../results/manifest.js';
import { unsealJson } from '../results/sealed-json.js';
import type { ResultStorage } from '../storage/result-storage.js';
import type { SummaryData } from '../summaries/summary-table.js';

/** The summaries that a set keeps in a file; `undefined` where there is none yet. Throws `SET_DAMAGED`. */
export async function readSummaries(
  storage: ResultStorage,
  { id, summaryFile }: Manifest,
): Promise<SummaryData | undefined> {
  if (summaryFile === undefined) return undefined;
  const path = `${id}/${summaryFile}`;
  try {
    return JSON.parse(unsealJson(await readText(storage, path))) as SummaryData;
  } catch (error) {
    throw new ResultStoreError(
      'SET_DAMAGED',
      {
        subject: `${storage.root}/${path}`,
        expected: 'summaries as they were written',
        found: (error as Error).message,
        remedy: 'read the rows instead: they are whole',
      },
      { cause: error },
    );
  }
}

async function readText(storage: ResultStorage, path: string): Promise<string> {
  const file = await storage.open(path);
  if (!file) throw new Error('no such file');
  try {
    return new TextDecoder().decode(await file.slice(0));
  } finally {
    await file.close();
  }
}
