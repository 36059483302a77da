import type { Tier, TierPeers, TierPlace } from '../src/tiers/tier.js';

/** What a place does wrong with its next calls. */
export type Fault = 'fails' | 'hangs' | 'damages' | 'writesAndFails' | undefined;

/** A place that fails, hangs, delays or damages as it is told, in front of one that does not. */
export class ChaosPlace implements TierPlace {
  fault: Fault;
  /** Called before each call reaches the place behind; a call waits for what it answers. */
  delay: (operation: string, key?: string) => Promise<void> | undefined = () => undefined;
  /** The calls so far, as `operation:key`. */
  readonly calls: string[] = [];
  peers: TierPeers | undefined;
  readonly #hung: (() => void)[] = [];

  constructor(private readonly place: TierPlace) {}

  async open(region: string, peers: TierPeers): Promise<Tier> {
    this.peers = peers;
    await this.#pass('open');
    const tier = await this.place.open(region, peers);
    return {
      recall: async (key) => {
        const fault = await this.#pass('recall', key);
        const bytes = await tier.recall(key);
        return bytes && fault === 'damages' ? damaged(bytes) : bytes;
      },
      spill: async (key, snapshot) => {
        const fault = await this.#pass('spill', key);
        const { bytes } = snapshot;
        await tier.spill(key, { ...snapshot, bytes: fault === 'damages' ? damaged(bytes) : bytes });
        if (fault === 'writesAndFails') throw new Error('chaos: nobody knows whether it was written');
      },
      forget: async (key) => {
        await this.#pass('forget', key);
        await tier.forget(key);
      },
      clear: async (tags) => {
        await this.#pass('clear', tags?.join('+'));
        await tier.clear(tags);
      },
      close: async () => {
        await this.#pass('close');
        await tier.close();
      },
    };
  }

  /** Lets the calls go on that hang. */
  release(): void {
    for (const goOn of this.#hung.splice(0)) goOn();
  }

  async #pass(operation: string, key?: string): Promise<Fault> {
    this.calls.push(key === undefined ? operation : `${operation}:${key}`);
    const { fault } = this;
    await this.delay(operation, key);
    if (fault === 'fails') throw new Error(`chaos: ${operation} fails`);
    if (fault === 'hangs') await new Promise<void>((resolve) => this.#hung.push(resolve));
    return fault;
  }
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1]! ^= 0x40;
  return copy;
}
