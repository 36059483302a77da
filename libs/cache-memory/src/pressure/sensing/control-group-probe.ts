import type { ContainerReading } from './container-reading.js';
import { findGroupFolders } from './group-folders.js';
import { GroupMeter } from './group-meter.js';
import { type LimitedGroup, limitedGroups } from './limited-groups.js';
import { Paced } from './paced.js';
import type { Probe } from './probe.js';
import type { SensedFiles } from './sensed-files.js';

/** How long limits are taken to stand, in milliseconds: they may be changed while the process runs. */
const LIMITS_AGE_MS = 10_000;

/** What it reads with. */
export interface ControlGroupParts {
  readonly files: SensedFiles;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** The machine's memory: a limit at or above it is none. */
  readonly machineBytes: number;
}

/**
 * Senses the container through its control groups (Linux, versions 1 and 2, nested ones too): the limited group with the least
 * room left. Throws where groups or their usage cannot be read.
 */
export class ControlGroupProbe implements Probe<ContainerReading> {
  readonly name = 'control-groups';
  readonly #groups: Paced<readonly LimitedGroup[]>;
  readonly #meters = new Map<string, GroupMeter>();

  #isClosed = false;

  constructor(private readonly parts: ControlGroupParts) {
    this.#groups = new Paced(() => this.#findGroups(), parts.now);
  }

  read(): ContainerReading | undefined {
    if (this.#isClosed) return undefined;
    let tightest: ContainerReading | undefined;
    for (const group of this.#groups.read(LIMITS_AGE_MS)) {
      const reading = this.#meterOf(group).read(group.limitBytes);
      if (!tightest || roomIn(reading) < roomIn(tightest)) tightest = reading;
    }
    return tightest;
  }

  close(): void {
    for (const meter of this.#meters.values()) meter.close();
    this.#meters.clear();
    this.#isClosed = true;
  }

  #findGroups(): LimitedGroup[] {
    const { files, machineBytes } = this.parts;
    const folders = findGroupFolders(files);
    if (!folders) throw new Error('no control groups are told');
    const groups = folders.flatMap((each) => limitedGroups(each, files, machineBytes));
    for (const [folder, meter] of this.#meters) {
      if (groups.some((group) => group.folder === folder)) continue;
      meter.close();
      this.#meters.delete(folder);
    }
    return groups;
  }

  #meterOf(group: LimitedGroup): GroupMeter {
    let meter = this.#meters.get(group.folder);
    if (!meter) this.#meters.set(group.folder, (meter = new GroupMeter(group, this.parts.files, this.parts.now)));
    return meter;
  }
}

function roomIn({ limitBytes, workingSetBytes }: ContainerReading): number {
  return limitBytes - workingSetBytes;
}
