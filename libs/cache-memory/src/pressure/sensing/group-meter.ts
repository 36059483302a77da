import { byteCount } from './byte-count.js';
import type { ContainerReading } from './container-reading.js';
import type { LimitedGroup } from './limited-groups.js';
import { Paced } from './paced.js';
import type { OpenedFile, SensedFiles } from './sensed-files.js';
import { statField } from './stat-field.js';

/** Above this share of the limit, page cache is asked for at every reading. */
const FULL = 0.8;
/** Below it, page cache may be this old, in milliseconds. */
const CACHE_AGE_MS = 2_000;

const USAGE = { 1: 'memory.usage_in_bytes', 2: 'memory.current' } as const;

/** Measures one control group through files that it keeps open; the dearer one, `memory.stat`, rarely while there is room. */
export class GroupMeter {
  readonly #usage: OpenedFile | undefined;
  readonly #stat: OpenedFile | undefined;
  readonly #cacheBytes: Paced<number | undefined>;

  /** `now` is a monotonic clock in milliseconds. */
  constructor({ version, folder }: Omit<LimitedGroup, 'limitBytes'>, files: SensedFiles, now: () => number) {
    this.#usage = files.open(`${folder}/${USAGE[version]}`);
    this.#stat = files.open(`${folder}/memory.stat`);
    this.#cacheBytes = new Paced(() => reclaimableBytes(this.#stat?.read() ?? ''), now);
  }

  /** Measures it now, against its limit in bytes. Throws where its usage cannot be read. */
  read(limitBytes: number): ContainerReading {
    const usageBytes = byteCount(this.#usage?.read());
    if (usageBytes === undefined) throw new Error('the usage of a control group cannot be read');
    const cacheBytes = this.#cacheBytes.read(usageBytes > FULL * limitBytes ? 0 : CACHE_AGE_MS);
    const workingSetBytes = Math.max(0, usageBytes - (cacheBytes ?? 0));
    return { limitBytes, usageBytes, workingSetBytes, isCacheKnown: cacheBytes !== undefined };
  }

  close(): void {
    this.#usage?.close();
    this.#stat?.close();
  }
}

/**
 * What the kernel takes back before it kills: page cache that is inactive, or active but mapped by nobody, as code is; and slabs that it
 * calls reclaimable, names and nodes of files above all, which version 1 does not tell.
 */
function reclaimableBytes(text: string): number | undefined {
  const read = (name: string) => statField(text, `total_${name}`) ?? statField(text, name); // the total is version 1's, children included
  const inactive = read('inactive_file');
  const active = read('active_file') ?? 0;
  const mapped = read('mapped_file') ?? read('file_mapped') ?? active;
  const slabs = read('slab_reclaimable') ?? 0;
  return inactive === undefined ? undefined : inactive + Math.max(0, active - mapped) + slabs;
}
