import type { Manifest, Metadata } from '../results/manifest.js';
import { makeSetId } from '../results/set-id.js';

/** A clock that is set back by more than this is followed. */
const SET_BACK_MS = 1_000;

let latestMs = 0;

/** The moment at which a set is begun, milliseconds since 1970; no two sets of a process have the same, so that they have an order. */
function beginMs(): number {
  const now = Date.now();
  latestMs = latestMs - now < SET_BACK_MS ? Math.max(now, latestMs + 1) : now;
  return latestMs;
}

/** The manifest of a set that has just been begun. */
export function blankManifest(
  name: string,
  schema: Manifest['schema'],
  partitionBy: readonly string[],
  metadata: Metadata,
): Manifest {
  const createdMs = beginMs();
  return {
    version: 1,
    id: makeSetId(name, createdMs),
    name,
    status: 'writing',
    createdMs,
    schema,
    partitionBy,
    metadata,
    subjects: 0,
    rows: 0,
    bytes: 0,
    chunks: [],
    summaryFile: undefined,
  };
}
