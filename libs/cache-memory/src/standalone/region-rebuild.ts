import { CacheMemoryError } from '../engine/errors.js';
import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { readSource } from '../sources/read-source.js';
import type { RebuildOptions, RebuildReport } from '../sources/rebuild-report.js';
import type { RecoverySource } from '../sources/recovery-source.js';

/**
 * Makes the protected entries of a region what its source says. The source is read to its end before anything is touched, so that
 * one that fails costs nothing, and then everything is replaced in one turn, so that no reader sees a part of it.
 */
export class RegionRebuild {
  #underWay: Promise<RebuildReport> | undefined;

  /** `onRebuilt` hears of each rebuild that succeeded. */
  constructor(
    private readonly cache: MethodInstanceCache,
    private readonly source: RecoverySource,
    private readonly onRebuilt: (report: RebuildReport) => void,
  ) {}

  /** Rebuilds, or joins the rebuild that is under way; then its options are those of the first. */
  run(options: RebuildOptions = {}): Promise<RebuildReport> {
    this.#underWay ??= this.#run(options).finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async #run(options: RebuildOptions): Promise<RebuildReport> {
    const of = this.cache.region;
    const startedAt = performance.now();
    const pairs: (readonly [unknown, unknown])[] = [];
    const { skipped, problems } = await readSource(of, this.source, options, (batch) => void pairs.push(...batch));
    const entries = new Map(pairs);
    const removed = this.#replaceBy(entries);
    const tookMs = performance.now() - startedAt;
    const report = { of, entries: entries.size, removed, skipped, problems, tookMs };
    this.onRebuilt(report);
    return report;
  }

  #replaceBy(entries: ReadonlyMap<unknown, unknown>): number {
    const { cache } = this;
    const gone = [...cache.entries()].filter((entry) => entry.protected && !entries.has(entry.key));
    for (const { key } of gone) cache.delete(key);
    let stored = 0;
    for (const [key, value] of entries) {
      if (!cache.set(key, value, { protected: true })) throw refused(cache.region, stored, entries.size);
      stored++;
    }
    return gone.length;
  }
}

function refused(region: string, stored: number, wanted: number): CacheMemoryError {
  return new CacheMemoryError('REBUILD_FAILED', {
    subject: `region '${region}'`,
    expected: `room for the ${wanted} entries that its source gives`,
    found: `room for ${stored}`,
    remedy: 'raise its bounds, give the process more memory, or wait until pressure is gone',
  });
}
