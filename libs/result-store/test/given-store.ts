import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../src/results/column-type.js';
import { ResultStoreError } from '../src/results/errors.js';
import type { SchemaOptions } from '../src/results/schema.js';
import { ResultStore } from '../src/store/result-store.js';
import type { ResultStoreOptions } from '../src/store/store-options.js';

const folders: string[] = [];

/** A directory of its own for a test. */
export function givenFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'result-store-'));
  folders.push(folder);
  return folder;
}

/** A small store in a directory of its own: 4 subjects stay in memory, 3 make a chunk, 2 a row group. */
export function givenStore(options: ResultStoreOptions = {}): ResultStore {
  return new ResultStore({
    ...(!options.storage && { directory: givenFolder() }),
    worker: false,
    memorySubjects: 4,
    chunkSubjects: 3,
    groupSubjects: 2,
    ...options,
  });
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const visits: SchemaOptions = {
  subject: 'patient',
  columns: { patient: 'int32', visit: 'int32', time: 'double', level: 'double?', arm: 'string' },
  groupBy: ['visit'],
};

/** Three visits for each of some patients. */
export function* givenRows(patients: number, from = 0): Generator<Row> {
  for (let patient = from; patient < patients; patient++) {
    for (let visit = 0; visit < 3; visit++) {
      yield {
        patient,
        visit,
        time: visit * 12,
        level: visit === 2 ? null : patient + visit / 2,
        arm: patient % 2 ? 'b' : 'a',
      };
    }
  }
}

/** The package's own error that an act ends in; fails where it ends in nothing or something else. */
export async function failure(act: () => unknown): Promise<ResultStoreError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof ResultStoreError) return error;
    throw error;
  }
  throw new Error('expected a ResultStoreError, but nothing was thrown');
}
