import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';

/** Tells `heard(bytes)` after each major collection what lives outside of the young generation. */
export function watchLiveHeap(heard) {
  const observer = new PerformanceObserver((list) => {
    const isMajor = (entry) => entry.detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
    if (list.getEntries().some(isMajor)) heard(oldGenerationBytes());
  });
  observer.observe({ entryTypes: ['gc'] });
}

function oldGenerationBytes() {
  let bytes = 0;
  for (const { space_name: name, space_used_size: used } of getHeapSpaceStatistics()) {
    if (!name.startsWith('new_')) bytes += used;
  }
  return bytes;
}
