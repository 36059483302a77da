import { randomUUID } from 'node:crypto';
import type { LoadLocks, LockAnswer } from '../../tiers/load-locks.js';
import type { Snapshot } from '../../tiers/snapshot.js';
import { runScript } from '../connection/run-script.js';
import type { FencedWrites, Session } from './fenced-writes.js';
import { FREE, KEEP, RELEASE, TAKE } from './lock-scripts.js';
import type { TierNames } from './tier-names.js';
import type { TierCommand } from './tracked-connection.js';

/** How long nobody need have the lock of a value whose lifetime had ended before it was written, in milliseconds. */
const FREE_MS = 1_000;

/** The locks of one region in Redis, beside the names whose changes are told. A lock holds its fencing token. */
export class RedisLocks implements LoadLocks {
  /** `command` makes what keeps a snapshot, unless its lifetime has ended. */
  constructor(
    private readonly region: string,
    private readonly names: TierNames,
    private readonly send: Session,
    private readonly writes: FencedWrites,
    private readonly command: (key: string, snapshot: Snapshot) => Promise<TierCommand | undefined>,
  ) {}

  async take(key: string, leaseMs: number): Promise<LockAnswer> {
    const keys = [this.#name(key), this.names.fence(this.region)];
    const answer = (await this.#run(TAKE, keys, randomUUID(), leaseMs)) as Buffer | [Buffer, number];
    if (!Array.isArray(answer)) return { lock: answer.toString() };
    const [held, leftMs] = answer;
    return held.toString() === FREE ? 'free' : { heldForMs: Math.max(0, leftMs) };
  }

  async keep(key: string, lock: string, leaseMs: number): Promise<boolean> {
    return (await this.#run(KEEP, [this.#name(key)], lock, leaseMs)) === 1;
  }

  async spill(key: string, snapshot: Snapshot, lock: string): Promise<boolean> {
    const command = await this.command(key, snapshot);
    if (command) return this.writes.write(this.#name(key), lock, command);
    await this.release(key, lock, FREE_MS);
    return true;
  }

  async release(key: string, lock: string, freeForMs: number): Promise<void> {
    await this.#run(RELEASE, [this.#name(key)], lock, freeForMs);
  }

  async override(key: string): Promise<void> {
    await this.send(['DEL', this.#name(key)]);
  }

  #name(key: string): string {
    return this.names.lock(this.region, key);
  }

  #run(script: typeof TAKE, keys: readonly string[], token: string, ms: number): Promise<unknown> {
    return runScript({ send: this.send }, script, keys, [token, String(Math.ceil(ms))]);
  }
}
