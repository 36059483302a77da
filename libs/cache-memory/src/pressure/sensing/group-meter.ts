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

const FILES = {
  1: { usage: 'memory.usage_in_bytes', cache: ['total_inactive_file', 'inactive_file'] },
  2: { usage: 'memory.current', cache: ['inactive_file'] },
} as const;

/** Measures one control group through files that it keeps open; the dearer one, `memory.stat`, rarely while there is room. */
export class GroupMeter {
  readonly #usage: OpenedFile | undefined;
  readonly #stat: OpenedFile | undefined;
  readonly #inactiveBytes: Paced<number | undefined>;

  /** `now` is a monotonic clock in milliseconds. */
  constructor({ version, folder }: Omit<LimitedGroup, 'limitBytes'>, files: SensedFiles, now: () => number) {
    const { usage, cache } = FILES[version];
    this.#usage = files.open(`${folder}/${usage}`);
    this.#stat = files.open(`${folder}/memory.stat`);
    this.#inactiveBytes = new Paced(() => {
      const text = this.#stat?.read();
      return text === undefined
        ? undefined
        : cache.map((name) => statField(text, name)).find((bytes) => bytes !== undefined);
    }, now);
  }

  /** Measures it now, against its limit in bytes. Throws where its usage cannot be read. */
  read(limitBytes: number): ContainerReading {
    const usageBytes = byteCount(this.#usage?.read());
    if (usageBytes === undefined) throw new Error('the usage of a control group cannot be read');
    const inactive = this.#inactiveBytes.read(usageBytes > FULL * limitBytes ? 0 : CACHE_AGE_MS);
    const workingSetBytes = Math.max(0, usageBytes - (inactive ?? 0));
    return { limitBytes, usageBytes, workingSetBytes, isCacheKnown: inactive !== undefined };
  }

  close(): void {
    this.#usage?.close();
    this.#stat?.close();
  }
}
