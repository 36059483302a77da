import { randomBytes } from 'node:crypto';
import type { Manifest, Metadata } from '../results/manifest.js';

/** The manifest of a set that has just been begun. */
export function blankManifest(
  name: string,
  schema: Manifest['schema'],
  partitionBy: readonly string[],
  metadata: Metadata,
): Manifest {
  return {
    version: 1,
    id: `${name}-${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`,
    name,
    status: 'writing',
    createdMs: Date.now(),
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
