import { GCProfiler } from 'node:v8';

/** What is used of a profile's record of one collection. */
interface ProfiledCollection {
  readonly gcType: string;
  readonly afterGC: {
    readonly heapSpaceStatistics: readonly { readonly spaceName: string; readonly spaceUsedSize: number }[];
  };
}

/**
 * V8's own record of the collections since it was last asked. Unlike its performance entries it is there within the job in which
 * they happen, and unlike the size of the spaces it misses none that freed little, which are those that matter near
 * the limit. It costs some ten microseconds a question and as much a collection, so it runs only while it is asked for.
 */
export class CollectionProfile {
  #profiler: GCProfiler | undefined;

  /** Bytes that the old generation held right after the last major collection since the question before; `undefined` for none. */
  take(): number | undefined {
    const statistics = (this.#profiler?.stop()?.statistics ?? []) as readonly ProfiledCollection[];
    this.#profiler = new GCProfiler();
    this.#profiler.start();
    const major = statistics.findLast(({ gcType }) => gcType === 'MarkSweepCompact');
    if (!major) return undefined;
    let bytes = 0;
    for (const { spaceName, spaceUsedSize } of major.afterGC.heapSpaceStatistics) {
      if (spaceName !== 'new_space' && spaceName !== 'new_large_object_space') bytes += spaceUsedSize;
    }
    return bytes;
  }

  /** Ends it until it is asked again. */
  stop(): void {
    this.#profiler?.stop();
    this.#profiler = undefined;
  }
}
