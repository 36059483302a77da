import type { LoadLocks } from '../../tiers/load-locks.js';
import type { Snapshot } from '../../tiers/snapshot.js';
import type { Tier } from '../../tiers/tier.js';
import { runScript } from '../connection/run-script.js';
import type { FencedWrites } from './fenced-writes.js';
import { RedisLocks } from './redis-locks.js';
import { readStamped, type Stamp, stampBytes } from './stamped-bytes.js';
import type { TierNames } from './tier-names.js';
import { CLEAR } from './tier-scripts.js';
import type { TierCommand } from './tracked-connection.js';

/** The most cleared tags that a region remembers; beyond, everything is cleared. */
const MOST_TAGS = 10_000;

/**
 * The tier of one region in Redis. What it keeps has a lifetime always, so that Redis may evict it, and a stamp of how often its tags
 * and everything had been cleared: an entry whose numbers are not those of now is gone, and a writer that has not heard of a clearing
 * writes an old number. Keys are changed by plain commands, since a server tells a client of changes that its scripts made.
 */
export class RedisTier implements Tier {
  readonly locks: LoadLocks;
  /** How often was cleared, as far as this process has heard; asked for where it does not know. */
  #known = new Map<string, Promise<string>>();

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
    return Object.entries(stamp).every(([field, number]) => now[field] === number) ? bytes : undefined;
  }

  async spill(key: string, snapshot: Snapshot): Promise<void> {
    const command = await this.#toSpill(key, snapshot);
    if (command) await this.sendCommand(command);
    else await this.forget(key);
  }

  async forget(key: string): Promise<void> {
    await this.#touch(this.names.entry(this.region, key));
  }

  async clear(tags?: readonly string[]): Promise<void> {
    const { names, region } = this;
    if (tags?.length === 0) return;
    const args = [String(MOST_TAGS), ...(tags ?? [])];
    const isAll = Number(await runScript({ send: this.sendCommand }, CLEAR, [names.cleared(region)], args)) === 1;
    this.heardOfClearing();
    const touched = isAll || !tags ? [names.all(region)] : tags.map((tag) => names.tag(region, tag));
    await Promise.all(touched.map((name) => this.#touch(name)));
  }

  close(): Promise<void> {
    this.onClose();
    return Promise.resolve();
  }

  /** Something was cleared: the numbers that were known are old. */
  heardOfClearing(): void {
    this.#known = new Map();
  }

  /** The command that keeps a snapshot, unless its lifetime has ended. */
  async #toSpill(key: string, { bytes, tags, expiresAt }: Snapshot): Promise<TierCommand | undefined> {
    const own = Buffer.from(bytes); // the caller may change its own
    const stamp = await this.#stamp(['a', ...tags.map((tag) => `t:${tag}`)]);
    const ttlMs = Math.ceil(Math.min(this.maxTtlMs, expiresAt - Date.now()));
    if (ttlMs <= 0) return undefined;
    return ['SET', this.names.entry(this.region, key), stampBytes(stamp, own), 'PX', String(ttlMs)];
  }

  /** Removes a key and tells others, even where it was not there: they may have it in memory. */
  async #touch(name: string): Promise<void> {
    await Promise.all([this.sendCommand(['SET', name, '', 'PX', '60000']), this.sendCommand(['DEL', name])]);
  }

  async #stamp(fields: readonly string[]): Promise<Stamp> {
    const numbers = await Promise.all(fields.map(async (field) => [field, await this.#number(field)] as const));
    return Object.fromEntries(numbers);
  }

  #number(field: string): Promise<string> {
    const known = this.#known;
    if (known.size > MOST_TAGS) known.clear();
    const asked = known.get(field) ?? this.#ask(field);
    known.set(field, asked);
    asked.catch(() => known.delete(field));
    return asked;
  }

  async #ask(field: string): Promise<string> {
    const number = (await this.sendCommand(['HGET', this.names.cleared(this.region), field])) as Buffer | null;
    return number === null ? '0' : number.toString();
  }
}
