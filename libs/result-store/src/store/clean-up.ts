import { isMadeSetId } from '../results/set-id.js';
import { liveLeases } from '../storage/leases.js';
import type { ResultStorage } from '../storage/result-storage.js';
import { holdsOnlySet } from '../storage/set-contents.js';
import type { SetFolders } from '../storage/set-folders.js';
import { planCleanUp, type Removal } from './plan-clean-up.js';
import type { SetInfo } from './set-info.js';
import type { CleanUpLimits, StoreLog } from './store-options.js';

/** What a clean-up works with. */
export interface CleanUpParts {
  readonly storage: ResultStorage;
  readonly folders: SetFolders;
  readonly log: StoreLog;
  /** All sets, the oldest first. */
  readonly list: () => Promise<SetInfo[]>;
  /** Removes a set unless it is in use; answers whether it is gone. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** Removes the oldest sets until limits hold, but neither one in use nor `kept`; says in the log what it did. */
export async function cleanUp(parts: CleanUpParts, limits: CleanUpLimits, kept?: string): Promise<Removal[]> {
  const { storage, list, remove, log } = parts;
  await removeBare(parts);
  const sets = (await list()).filter(({ status }) => status !== 'writing');
  const candidates = sets.map(({ id, kind, bytes, createdAt }) => ({
    id,
    kind,
    bytes,
    createdMs: createdAt.getTime(),
  }));
  const removed: Removal[] = [];
  for (const removal of planCleanUp(candidates, limits, Date.now(), await storage.freeBytes())) {
    const { id, bytes, cause } = removal;
    if (id === kept) continue;
    if (await remove(id)) {
      removed.push(removal);
      log.log(`Removed set '${id}' of ${bytes} bytes (${cause})`);
    } else {
      log.warn(`Kept set '${id}', which is in use, although it is due (${cause})`);
    }
  }
  return removed;
}

/**
 * Removes the folders that no manifest and nobody stands for: what a removal or a start that was cut short has left. A folder that
 * may be another program's, by its name or by anything in it, stays as it is.
 */
async function removeBare({ storage, folders, log }: CleanUpParts): Promise<void> {
  for (const folder of (await folders.list()).bare) {
    if (!isMadeSetId(folder) || !(await holdsOnlySet(storage, folder))) continue;
    if ((await liveLeases(storage, folder)).length > 0 || (await folders.find(folder))) continue;
    await storage.delete(folder);
    log.log(`Removed folder '${folder}', which a removal or a start that was cut short has left`);
  }
}
