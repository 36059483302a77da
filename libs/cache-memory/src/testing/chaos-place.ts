import type { Snapshot } from '../tiers/snapshot.js';
import type { Tier, TierPeers, TierPlace } from '../tiers/tier.js';
import { type ChaosFault, type ChaosOperation, type ChaosOptions, planChaos } from './chaos-plan.js';

/**
 * A place for tiers that goes wrong on demand, in front of one that does not: by `fault` until that is taken back, else by seed. A call
 * that `fails` rejects without having reached the place behind; one that `hangs` is never answered; one that `waits` goes on after
 * `release()`; one that `damages` keeps or gives bytes of which one is changed. Its tiers have no locks.
 */
export class ChaosPlace implements TierPlace {
  /** What goes wrong with each call from now on; `undefined` leaves it to the options. */
  fault: ChaosFault | undefined;
  /** The calls so far, each as `'recall:key'`, or `'clear'` where there is no key. */
  readonly calls: string[] = [];
  /** The faults so far, each as `'fails recall:key'`. */
  readonly faults: string[] = [];
  readonly #draw: (operation: ChaosOperation) => ChaosFault | undefined;
  readonly #waiting: (() => void)[] = [];

  /** Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
  constructor(
    private readonly place: TierPlace,
    options: ChaosOptions = {},
  ) {
    this.#draw = planChaos(options);
  }

  /** The tier of a region, behind what goes wrong. */
  async open(region: string, peers: TierPeers): Promise<Tier> {
    await this.#meet('open');
    const tier = await this.place.open(region, peers);
    return {
      recall: async (key) => {
        const fault = await this.#meet('recall', key);
        const bytes = await tier.recall(key);
        return bytes && fault === 'damages' ? damaged(bytes) : bytes;
      },
      spill: async (key, snapshot) => {
        const fault = await this.#meet('spill', key);
        await tier.spill(key, fault === 'damages' ? damagedSnapshot(snapshot) : snapshot);
      },
      forget: async (key) => {
        await this.#meet('forget', key);
        await tier.forget(key);
      },
      clear: async (tags) => {
        await this.#meet('clear', tags?.join('+'));
        await tier.clear(tags);
      },
      close: async () => {
        await this.#meet('close');
        await tier.close();
      },
    };
  }

  /** How many calls wait for `release()`. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Lets the calls go on that wait, and answers how many. */
  release(): number {
    const waiting = this.#waiting.splice(0);
    for (const goOn of waiting) goOn();
    return waiting.length;
  }

  async #meet(operation: ChaosOperation, key?: string): Promise<ChaosFault | undefined> {
    const call = key === undefined ? operation : `${operation}:${key}`;
    this.calls.push(call);
    const drawn = this.#draw(operation);
    const fault = this.fault ?? drawn;
    if (fault === undefined) return undefined;
    this.faults.push(`${fault} ${call}`);
    if (fault === 'fails') throw new Error(`chaos: ${call} fails`);
    if (fault === 'hangs') await new Promise<never>(() => {});
    if (fault === 'waits') await new Promise<void>((goOn) => this.#waiting.push(goOn));
    return fault;
  }
}

function damagedSnapshot(snapshot: Snapshot): Snapshot {
  return { ...snapshot, bytes: damaged(snapshot.bytes) };
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length > 0) copy[copy.length >> 1]! ^= 0x40;
  return copy;
}
