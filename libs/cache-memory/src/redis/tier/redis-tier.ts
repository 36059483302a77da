import { randomInt } from 'node:crypto';
import type { LoadLocks } from '../../tiers/load-locks.js';
import type { Snapshot } from '../../tiers/snapshot.js';
import type { Tier } from '../../tiers/tier.js';
import type { FencedWrites } from './fenced-writes.js';
import { RedisLocks } from './redis-locks.js';
import { readStamped, type Stamp, stampBytes } from './stamped-bytes.js';
import type { TierNames } from './tier-names.js';
import { CLEAR } from './tier-scripts.js';
import type { TierCommand } from './tracked-connection.js';

/** The most cleared tags that a region remembers; beyond, everything is cleared. */
const MOST_TAGS = 10_000;

/** The field of the number of everything, below which tags are counted. */
const ALL = 'a';

/** What was cleared, as the server told it at one moment. */
interface Known {
  readonly all: string;
  readonly number: string;
}

/**
 * The tier of one region in Redis. What it keeps has a lifetime always, so that Redis may evict it, and a stamp of how often its tags
 * and everything had been cleared: an entry whose numbers are not those of now is gone, and a writer that has not heard of a clearing
 * writes an old number. The number of everything begins anywhere, so that where Redis has lost the numbers, what was kept before is
 * gone too. Keys are changed by plain commands, since a server tells a client of changes that its scripts made.
 */
export class RedisTier implements Tier {
  readonly locks: LoadLocks;
  /** How often was cleared, as far as this process has heard; asked for where it does not know. */
  #known = new Map<string, Promise<Known>>();

  constructor(
    private readonly region: string,
    private readonly names: TierNames,
    private readonly maxTtlMs: number,
    private readonly sendCommand: (command: TierCommand) => Promise<unknown>,
    writes: FencedWrites,
    private readonly onClose: () => void,
  ) {
    this.locks = new RedisLocks(region, names, sendCommand, writes, (key, snapshot) => this.#toSpill(key, snapshot));
  }

  async recall(key: string): Promise<Uint8Array | undefined> {
    const found = (await this.sendCommand(['GET', this.names.entry(this.region, key)])) as Buffer | null;
    const { stamp, bytes } = (found && readStamped(found)) ?? {};
    if (!stamp) return undefined;
    const now = await this.#stamp(Object.keys(stamp));
    return now && Object.entries(stamp).every(([field, number]) => now[field] === number) ? bytes : undefined;
  }

  async spill(key: string, snapshot: Snapshot): Promise<void> {
    const command = await this.#toSpill(key, snapshot);
    if (command) await this.sendCommand(command);
    else await this.forget(key);
  }

  async forget(key: string): Promise<void> {
    await this.#touch(this.names.entry(this.region, key));
  }

  /** What was cleared is told in the turn in which it is counted: nobody is to learn the number and not the news. */
  async clear(tags?: readonly string[]): Promise<void> {
    const { names, region } = this;
    if (tags?.length === 0) return;
    const counting = ['EVAL', CLEAR, '1', names.cleared(region), String(MOST_TAGS), anyNumber(), ...(tags ?? [])];
    const touched = tags ? tags.map((tag) => names.tag(region, tag)) : [names.all(region)];
    const [isAll] = await Promise.all([this.sendCommand(counting), ...touched.map((name) => this.#touch(name))]);
    this.heardOfClearing();
    if (tags && Number(isAll) === 1) await this.#touch(names.all(region));
  }

  close(): Promise<void> {
    this.onClose();
    return Promise.resolve();
  }

  /** Something was cleared: the numbers that were known are old. */
  heardOfClearing(): void {
    this.#known = new Map();
  }

  /** The command that keeps a snapshot, unless its lifetime has ended or nobody would read it. */
  async #toSpill(key: string, { bytes, tags, expiresAt }: Snapshot): Promise<TierCommand | undefined> {
    const own = Buffer.from(bytes); // the caller may change its own
    const stamp = await this.#stamp([ALL, ...tags.map((tag) => `t:${tag}`)]);
    const ttlMs = Math.ceil(Math.min(this.maxTtlMs, expiresAt - Date.now()));
    if (ttlMs <= 0 || !stamp) return undefined;
    return ['SET', this.names.entry(this.region, key), stampBytes(stamp, own), 'PX', String(ttlMs)];
  }

  /** Removes a key and tells others, even where it was not there: they may have it in memory. */
  async #touch(name: string): Promise<void> {
    await Promise.all([this.sendCommand(['SET', name, '', 'PX', '60000']), this.sendCommand(['DEL', name])]);
  }

  /** The numbers of fields; `undefined` where they are of different times, between which some were lost or everything was cleared. */
  async #stamp(fields: readonly string[]): Promise<Stamp | undefined> {
    const known = await Promise.all(fields.map((field) => this.#number(field)));
    if (known.some(({ all }) => all !== known[0]!.all)) return undefined;
    return Object.fromEntries(fields.map((field, at) => [field, known[at]!.number]));
  }

  #number(field: string): Promise<Known> {
    return this.#known.get(field) ?? this.#remember(field);
  }

  #remember(field: string): Promise<Known> {
    if (this.#known.size > MOST_TAGS) this.#known.clear();
    const known = this.#known;
    const asked = this.#ask(field);
    known.set(field, asked);
    asked.catch(() => known.delete(field));
    return asked;
  }

  async #ask(field: string): Promise<Known> {
    const name = this.names.cleared(this.region);
    const found = await this.sendCommand(['HMGET', name, ALL, field]);
    const [all, number] = found as readonly (Buffer | null)[];
    if (all) return { all: all.toString(), number: number?.toString() ?? '0' };
    const begun = await this.sendCommand(['HSETNX', name, ALL, anyNumber()]);
    if (Number(begun) === 1) this.heardOfClearing(); // the server does not tell us of it
    return this.#remember(field);
  }
}

/** Where counting begins: not where it has begun before. Scripts count in floating point, exactly up to 2 to the 53. */
function anyNumber(): string {
  return String(randomInt(1, 2 ** 47));
}
