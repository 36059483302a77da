import { isLease, LEASES } from './leases.js';
import type { ResultStorage } from './result-storage.js';

const FILE = /^(part-\d{5,}\.parquet|summary-\d{5,}\.json|manifest\.json)(\.[0-9a-f-]{36}\.tmp)?$/;
const PARTITION = /^[A-Za-z_][A-Za-z0-9_]{0,99}=.*\/$/;

/** Whether all that lies in a folder is what the folder of a set holds: its files, its leases and its partitions. */
export async function holdsOnlySet(storage: ResultStorage, folder: string): Promise<boolean> {
  for (const name of await storage.list(folder)) {
    if (FILE.test(name)) continue;
    const isOfSet =
      name === LEASES
        ? (await storage.list(`${folder}/${LEASES}`)).every(isLease)
        : PARTITION.test(name) && (await holdsOnlySet(storage, `${folder}/${name.slice(0, -1)}`));
    if (!isOfSet) return false;
  }
  return true;
}
