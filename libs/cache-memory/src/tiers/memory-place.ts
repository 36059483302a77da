import type { Snapshot } from './snapshot.js';
import type { Tier, TierPlace } from './tier.js';

/** A place in this process's memory, for tests: what is kept outlives the cache, not the process. */
export class MemoryPlace implements TierPlace {
  readonly #regions = new Map<string, Map<string, Snapshot>>();

  open(region: string): Promise<Tier> {
    const kept = this.snapshots(region);
    return Promise.resolve({
      recall: async (key) => kept.get(key)?.bytes,
      spill: async (key, { bytes, tags, expiresAt }) =>
        void kept.set(key, { bytes: Uint8Array.from(bytes), tags, expiresAt }),
      forget: async (key) => void kept.delete(key),
      clear: async (tags) => forgetTagged(kept, tags),
      close: async () => {},
    });
  }

  /** What is kept of a region, to look at and to damage. */
  snapshots(region: string): Map<string, Snapshot> {
    const kept = this.#regions.get(region) ?? new Map<string, Snapshot>();
    this.#regions.set(region, kept);
    return kept;
  }
}

function forgetTagged(kept: Map<string, Snapshot>, tags: readonly string[] | undefined): void {
  for (const [key, snapshot] of kept) {
    if (!tags || snapshot.tags.some((tag) => tags.includes(tag))) kept.delete(key);
  }
}
