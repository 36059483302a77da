import { setImmediate, setTimeout } from 'node:timers/promises';
import { Connection, POLICIES, Workspace } from './soak-application.mjs';

const KEYS = 2_000;
/** Numbers in one megabyte of the application's own memory. */
const MEGABYTE = 2 ** 17;
/** Steps between two turns of the event loop. */
const BREATH = 20;

/** Asks the caches for everything they can do, in an order drawn from a seed, until it is stopped; counts what it asked `get` of. */
export class SoakLoad {
  asked = Object.fromEntries(POLICIES.map((policy) => [policy, 0]));
  steps = 0;
  results = 0;
  #isEnding = false;
  #foreign = [];
  #running;

  constructor({ memory, prices }, store, draw) {
    this.memory = memory;
    this.prices = prices;
    this.store = store;
    this.draw = draw;
    this.weakly = [];
  }

  /** Bytes of the application's own memory that are held now. */
  get foreignBytes() {
    return this.#foreign.length * MEGABYTE * 8;
  }

  start() {
    this.#running = Promise.all([this.#ask(), this.#swing(), this.#writeResults()]);
    this.#running.catch((error) => {
      console.error(error);
      process.exitCode = 1;
      this.#isEnding = true;
    });
  }

  async stop() {
    this.#isEnding = true;
    await this.#running;
    this.#foreign = [];
    this.weakly = [];
  }

  async #ask() {
    const under = [];
    while (!this.#isEnding) {
      under.push(this.#step());
      this.steps++;
      if (under.length < BREATH) continue;
      await Promise.all(under.splice(0));
      await setImmediate();
    }
    await Promise.all(under);
  }

  async #step() {
    const { draw, memory } = this;
    const key = draw.skewed(KEYS);
    const policy = POLICIES[draw.below(POLICIES.length)];
    const region = (name) => memory.region(name);
    const kind = draw.below(20);
    if (kind < 6) {
      this.asked[policy]++;
      await region(policy).getOrCreate(key, ({ key }) => makeValue(key), { tags: [`tag ${key % 500}`] });
    } else if (kind < 8) {
      this.asked[policy]++;
      region(policy).get(key);
    } else if (kind === 8) {
      const failing = region(policy).getOrCreate(`failing ${key % 20}`, () => Promise.reject(new Error('as planned')));
      this.asked[policy]++;
      await failing.catch(() => undefined);
    } else if (kind === 9) region(policy).set(key, makeValue(key));
    else if (kind === 10) region(policy).delete(key);
    else if (kind === 11) region(policy).invalidate(`tag ${key}`);
    else if (kind === 12) await region('idle').getOrCreate(key, () => makeValue(key));
    else if (kind === 13) await region('soft').getOrCreate(key, () => makeValue(key));
    else if (kind === 14) {
      this.weakly[key % 100] = await region('weak').getOrCreate(key, () => makeValue(key));
    } else if (kind === 15) await this.#useConnection(key % 200);
    else if (kind === 16) {
      const lease = await region('workspaces').instance(Workspace, { key: key % 100 });
      if (lease.value.pages.length !== 200) throw new Error('a workspace that is not whole was given');
      await lease[Symbol.asyncDispose]();
    } else if (kind === 17) await this.prices.of(key % 500);
    else if (kind === 18) await region('large').getOrCreate(key, () => Array.from({ length: 4_096 }, () => key));
    else await this.#useTier(key % 400);
  }

  async #useConnection(key) {
    await this.memory.region('connections').use(
      key,
      () => new Connection(),
      async (connection) => {
        if (this.draw.share() < 0.2) await setTimeout(this.draw.below(20));
        if (connection.isEnded) throw new Error('an instance was disposed while it was leased');
      },
    );
  }

  async #useTier(key) {
    const tiered = this.memory.regions().filter(({ region }) => ['disk', 'chaos', 'shared'].includes(region));
    const cache = tiered[this.draw.below(tiered.length)];
    const value = await cache.getOrCreate(key, () => makeValue(key));
    if (value.key !== key) throw new Error(`${cache.region} gave the value of ${value.key} for ${key}`);
    if (this.draw.share() < 0.02) cache.delete(key);
  }

  /** The application's own memory, up and down. */
  async #swing() {
    for (let step = 0; !this.#isEnding; step++) {
      if (step % 200 < 60) this.#foreign.push(Array.from({ length: MEGABYTE }, () => 0.5));
      else this.#foreign = [];
      if (step % 300 === 299) await this.memory.rebuild('protected');
      await setTimeout(50);
    }
  }

  async #writeResults() {
    const schema = { subject: 'patient', columns: { patient: 'int32', level: 'double' } };
    while (!this.#isEnding) {
      const kind = this.draw.share() < 0.5 ? 'parquet' : 'memory';
      const writer = await this.store.create('soak', { schema, kind });
      const rows = 100 + this.draw.below(400);
      await writer.write(Array.from({ length: rows }, (_, patient) => ({ patient, level: patient / 7 })));
      const { id } = await writer.complete();
      const set = await this.store.open(id);
      let read = 0;
      for await (const batch of set.batches()) read += batch.length;
      await set[Symbol.asyncDispose]();
      if (read !== rows) throw new Error(`${read} rows were read of ${rows} that were written`);
      await this.store.remove(id);
      this.results++;
      await setTimeout(500);
    }
  }
}

function makeValue(key) {
  return { key, numbers: Array.from({ length: 32 + (Number(key) % 64) }, () => key) };
}
