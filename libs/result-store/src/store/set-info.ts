import type { Manifest, Metadata } from '../results/manifest.js';
import type { Schema } from '../results/schema.js';

/** `writing`: a writer is at it. `partial`: its writer ended without completing it. */
export type SetStatus = 'writing' | 'partial' | 'complete';

/** What is known of a set without reading it. */
export interface SetInfo {
  readonly id: string;
  readonly name: string;
  readonly kind: 'memory' | 'parquet';
  readonly status: SetStatus;
  readonly subjects: number;
  readonly rows: number;
  /** Bytes of its columns in memory, or of its Parquet files. */
  readonly bytes: number;
  readonly createdAt: Date;
  readonly schema: Schema;
  readonly metadata: Metadata;
}

/** Describes a set from its manifest. */
export function describeSet(manifest: Manifest, kind: 'memory' | 'parquet', status: SetStatus): SetInfo {
  const { id, name, subjects, rows, bytes, createdMs, schema, metadata } = manifest;
  return { id, name, kind, status, subjects, rows, bytes, createdAt: new Date(createdMs), schema, metadata };
}
