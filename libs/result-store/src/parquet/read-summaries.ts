import type { Manifest } from '../results/manifest.js';
import { unsealJson } from '../results/sealed-json.js';
import type { ResultStorage } from '../storage/result-storage.js';
import type { SummaryData } from '../summaries/summary-table.js';

/** The summaries that a set keeps in a file; `undefined` where there is none yet. Throws where they are not as they were written. */
export async function readSummaries(
  storage: ResultStorage,
  { id, summaryFile }: Manifest,
): Promise<SummaryData | undefined> {
  if (summaryFile === undefined) return undefined;
  const file = await storage.open(`${id}/${summaryFile}`);
  if (!file) throw new Error(`no file ${summaryFile}`);
  try {
    const text = new TextDecoder().decode(await file.slice(0));
    return JSON.parse(unsealJson(text)) as SummaryData;
  } finally {
    await file.close();
  }
}
