import { afterEach, describe, expect, it } from '@jest/globals';
import { CacheMemoryError } from '../src/engine/errors.js';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { collect } from './collect.js';
import { FakeClock } from './fake-clock.js';
import { turns } from './turns.js';

const KEYS = 200;
const CAPACITY = 20;
const LEASES = 10_000;
const WORKERS = 100;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Random numbers that are the same in each run (Steele et al., SplitMix, 2014; here with 32 bits). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** What went wrong, and what was counted. */
class Account {
  made = 0;
  begun = 0;
  ended = 0;
  failedDisposals = 0;
  readonly wrongs: string[] = [];
  readonly instances: WeakRef<Connection>[] = [];
}

/** An instance that notices every use after its disposal began, and every second disposal. */
class Connection {
  #isDisposed = false;

  constructor(
    readonly key: number,
    private readonly account: Account,
    private readonly random: () => number,
  ) {
    account.made++;
    account.instances.push(new WeakRef(this));
  }

  use(key: number): void {
    if (this.#isDisposed) this.account.wrongs.push(`${this.key} was used after its disposal began`);
    if (key !== this.key) this.account.wrongs.push(`${key} was given ${this.key}`);
  }

  /** Ends at once or later, well or not. */
  dispose(): Promise<void> | undefined {
    const { account, random } = this;
    if (this.#isDisposed) account.wrongs.push(`${this.key} was disposed twice`);
    this.#isDisposed = true;
    account.begun++;
    const isFailing = random() < 0.1;
    if (isFailing) account.failedDisposals++;
    if (random() < 0.5) {
      account.ended++;
      if (isFailing) throw new Error('disposal failed');
      return undefined;
    }
    return this.#disposeLater(isFailing, Math.floor(random() * 4));
  }

  async #disposeLater(isFailing: boolean, turns: number): Promise<void> {
    for (let left = turns; left > 0; left--) await turn();
    this.account.ended++;
    if (isFailing) throw new Error('disposal failed');
  }
}

/** Callers who hold leases across turns of the event loop, and everything that may go wrong meanwhile. */
class Scene {
  readonly account = new Account();
  readonly clock = new FakeClock();
  readonly cache: MethodInstanceCache<number, Connection>;
  granted = 0;
  readonly expected: Record<string, number> = { exhausted: 0, failed: 0, left: 0 };
  mostLeased = 0;
  #isOver = false;

  constructor(
    private readonly random: () => number,
    private readonly maxLeased: number | undefined,
  ) {
    this.cache = new MethodInstanceCache<number, Connection>({
      maxEntries: CAPACITY,
      ttl: 400,
      clock: this.clock,
      maxLeased,
      dispose: (connection) => connection.dispose(),
    });
  }

  async run(): Promise<void> {
    const chaos = this.#chaos();
    await Promise.all(Array.from({ length: WORKERS }, () => this.#work()));
    this.#isOver = true;
    await chaos;
  }

  async #work(): Promise<void> {
    while (this.granted < LEASES) {
      const key = Math.floor(this.random() ** 2 * KEYS);
      const controller = new AbortController();
      if (this.random() < 0.05) setImmediate(() => controller.abort(new Error('left')));
      const options = { signal: controller.signal, tags: [`tag ${key % 7}`] };
      try {
        if (this.random() < 0.5) {
          await this.cache.use(key, (context) => this.#load(context.key), (each) => this.#hold(key, each), options); // prettier-ignore
        } else {
          await using lease = await this.cache.acquire(key, (context) => this.#load(context.key), options);
          await this.#hold(key, lease.value);
        }
      } catch (error) {
        this.#explain(error);
        await turn();
      }
    }
  }

  async #load(key: number): Promise<Connection> {
    for (let left = Math.floor(this.random() * 3); left > 0; left--) await turn();
    if (this.random() < 0.1) throw new Error('load failed');
    return new Connection(key, this.account, this.random);
  }

  async #hold(key: number, connection: Connection): Promise<void> {
    this.granted++;
    connection.use(key);
    for (let left = Math.floor(this.random() * 6); left > 0; left--) {
      await turn();
      connection.use(key);
    }
  }

  #explain(error: unknown): void {
    const { message } = error as Error;
    if (message === 'load failed') this.expected['failed']!++;
    else if (message === 'left') this.expected['left']!++;
    else if (error instanceof CacheMemoryError && error.code === 'LEASES_EXHAUSTED') this.expected['exhausted']!++;
    else throw error;
  }

  async #chaos(): Promise<void> {
    const { cache, clock, random } = this;
    const acts = [
      () => cache.trim({ entries: Math.floor(random() * CAPACITY) }),
      () => cache.clear(),
      () => clock.advance(random() * 600),
      () => cache.evictExpired(),
      () => cache.invalidate(`tag ${Math.floor(random() * 7)}`),
      () => cache.delete(Math.floor(random() * KEYS)),
      () => {
        const key = Math.floor(random() * KEYS);
        cache.set(key, new Connection(key, this.account, random));
      },
      () => cache.configure({ maxEntries: 1 + Math.floor(random() * CAPACITY) }),
    ];
    while (!this.#isOver) {
      acts[Math.floor(random() * acts.length)]!();
      const { leased, leases, entries } = cache.stats();
      this.mostLeased = Math.max(this.mostLeased, leased);
      if (leased > (this.maxLeased ?? Infinity) || leases > WORKERS || entries > CAPACITY) {
        this.account.wrongs.push(`${leased} leased by ${leases} leases, ${entries} entries`);
      }
      await turn();
    }
  }
}

describe(`${LEASES} overlapping leases on ${KEYS} keys in a cache of ${CAPACITY}`, () => {
  const scenes: Scene[] = [];
  afterEach(() => {
    scenes.length = 0;
  });

  it.each([
    [1, undefined],
    [2, undefined],
    [3, 30],
  ])(
    'never see a disposed instance, and leave none behind (seed %p, ceiling %p)',
    async (seed, maxLeased) => {
      const scene = new Scene(randomFrom(seed), maxLeased);
      const { account, cache, expected } = scene;
      await scene.run();
      await cache.close();
      await turns();

      expect(account.wrongs).toEqual([]);
      expect(scene.granted).toBeGreaterThanOrEqual(LEASES);
      expect(account.made).toBeGreaterThan(1_000);
      expect({ begun: account.begun, ended: account.ended }).toEqual({ begun: account.made, ended: account.made });
      expect(cache.stats()).toMatchObject({
        entries: 0,
        loading: 0,
        remembered: 0,
        leases: 0,
        leased: 0,
        doomed: 0,
        doomedWeight: 0,
        disposals: account.made,
        disposalFailures: account.failedDisposals,
        overdueLeases: 0,
      });
      expect(cache.stats().revivals).toBeGreaterThan(0);
      expect(scene.mostLeased).toBeGreaterThan(CAPACITY);
      expect(expected['failed']! * expected['left']!).toBeGreaterThan(0);
      expect(expected['exhausted']! > 0).toBe(maxLeased !== undefined);

      for (let round = 0; round < 3; round++) await collect();
      expect(account.instances.filter((each) => each.deref() !== undefined)).toEqual([]);
    },
    60_000,
  );
});
