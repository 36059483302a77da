import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Lease } from '../src/engine/leasing/lease.js';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { FakeClock } from './fake-clock.js';

const MAX_ENTRIES = 3;
const TTL_MS = 1_000;
/** Heavier than the whole cache, so that it is never stored. */
const HEAVY = 100;

interface Instance {
  readonly id: number;
  readonly weight: number;
}

interface ModelEntry {
  readonly key: number;
  readonly id: number;
  readonly endsAt: number;
}

/** The naive cache: it looks through everything after each step, and disposes of what nothing holds any more. */
class ReferenceCache {
  now = 0;
  /** The one that was used longest ago stands first. */
  entries: ModelEntry[] = [];
  /** The instance of each lease, in the order in which they were granted; `undefined` where it has ended. */
  readonly leases: (number | undefined)[] = [];
  readonly disposed: string[] = [];
  readonly weights = new Map<number, number>();
  /** Under which key and why each instance left last. */
  readonly #left = new Map<number, string>();
  /** What was evicted while it was leased. */
  readonly #evicted = new Map<number, ModelEntry>();
  readonly #ended = new Set<number>();

  make({ id, weight }: Instance): void {
    this.weights.set(id, weight);
  }

  get alive(): number[] {
    return [...this.weights.keys()].filter((id) => !this.#ended.has(id));
  }

  /** What a look-up of the key finds, as the one that was used last from now on. */
  find(key: number): number | undefined {
    const entry = this.#live(key) ?? this.#comeBack(key);
    if (!entry) return undefined;
    this.entries = [...this.entries.filter((each) => each !== entry), entry];
    return entry.id;
  }

  set(key: number, id: number): void {
    const before = this.#live(key);
    this.#evicted.delete(key);
    if (this.weights.get(id)! >= HEAVY) {
      if (before) this.#remove(before, 'replaced');
      return;
    }
    if (before?.id === id) this.entries.splice(this.entries.indexOf(before), 1);
    else if (before) this.#remove(before, 'replaced');
    this.#insert({ key, id, endsAt: this.now + TTL_MS });
  }

  /** The value of a load is leased, stored or not. */
  loaded(key: number, id: number): void {
    this.leases.push(id);
    this.#left.set(id, `${key}:unstored`);
    this.set(key, id);
  }

  release(index: number): void {
    const id = this.leases[index];
    this.leases[index] = undefined;
    if (id === undefined || this.leases.includes(id)) return;
    for (const [key, entry] of this.#evicted) if (entry.id === id) this.#evicted.delete(key);
  }

  trim(count: number): void {
    while (this.entries.length > count) this.#remove(this.entries[0]!, 'pressure');
  }

  delete(key: number): void {
    const entry = this.#live(key);
    if (entry) this.#remove(entry, 'deleted');
    this.#evicted.delete(key);
  }

  removeAll(cause: string): void {
    while (this.entries.length > 0) this.#remove(this.entries[0]!, cause);
    this.#evicted.clear();
  }

  evictExpired(): void {
    for (const entry of this.entries.filter(({ endsAt }) => endsAt <= this.now)) this.#remove(entry, 'expired');
  }

  /** Disposes of what nothing holds. */
  settle(): void {
    for (const id of this.alive) {
      const left = this.#left.get(id);
      if (left === undefined || this.leases.includes(id) || this.entries.some((each) => each.id === id)) continue;
      this.#ended.add(id);
      this.disposed.push(`${id} as ${left}`);
    }
  }

  stats(): object {
    const leased = new Set(this.leases.filter((id) => id !== undefined));
    const doomed = [...leased].filter((id) => !this.entries.some((each) => each.id === id));
    return {
      entries: this.entries.length,
      leases: this.leases.filter((id) => id !== undefined).length,
      leased: leased.size,
      doomed: doomed.length,
      doomedWeight: doomed.reduce((sum, id) => sum + this.weights.get(id)!, 0),
      disposals: this.#ended.size,
      disposalFailures: [...this.#ended].filter(fails).length,
    };
  }

  #live(key: number): ModelEntry | undefined {
    const entry = this.entries.find((each) => each.key === key);
    if (!entry || entry.endsAt > this.now) return entry;
    this.#remove(entry, 'expired');
    return undefined;
  }

  #comeBack(key: number): ModelEntry | undefined {
    const entry = this.#evicted.get(key);
    if (!entry || entry.endsAt <= this.now) return undefined;
    this.#insert(entry);
    this.#evicted.delete(key);
    return entry;
  }

  #insert(entry: ModelEntry): void {
    if (this.entries.length >= MAX_ENTRIES) this.evictExpired();
    while (this.entries.length >= MAX_ENTRIES) this.#remove(this.entries[0]!, 'size');
    this.entries.push(entry);
  }

  #remove(entry: ModelEntry, cause: string): void {
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.#left.set(entry.id, `${entry.key}:${cause}`);
    const mayComeBack = (cause === 'size' || cause === 'pressure') && this.leases.includes(entry.id);
    if (mayComeBack) this.#evicted.set(entry.key, entry);
  }
}

/** Every fourth disposal fails. */
const fails = (id: number): boolean => id % 4 === 3;

class Real {
  readonly clock = new FakeClock(0);
  readonly leases: Lease<Instance>[] = [];
  readonly disposed: string[] = [];
  readonly instances: Instance[] = [];
  readonly cache = new MethodInstanceCache<number, Instance>({
    maxEntries: MAX_ENTRIES,
    maxBytes: HEAVY - 1,
    policy: 'lru',
    ttl: TTL_MS,
    clock: this.clock,
    weigher: ({ weight }) => weight,
    dispose: ({ id }, { key, cause }) => {
      this.disposed.push(`${id} as ${key}:${cause}`);
      if (fails(id)) throw new Error('disposal failed');
    },
  });

  make(weight: number): Instance {
    const instance = { id: this.instances.length, weight };
    this.instances.push(instance);
    return instance;
  }
}

/** Those that leave together do so in no promised order, so that it is not said under which of its keys an instance left last. */
function promised(disposals: readonly string[]): string[] {
  return disposals.map((each) => each.replace(/ as \d+:(cleared|closed|expired)$/, ' as any:$1')).sort();
}

/** Like `expect(actual).toEqual(expected)`, but a hundred times as fast where they are equal. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** One operation on both, and the comparison of all that can be seen afterwards. */
class Step implements fc.AsyncCommand<ReferenceCache, Real> {
  constructor(
    private readonly text: string,
    private readonly act: (model: ReferenceCache, real: Real) => unknown,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: ReferenceCache, real: Real): Promise<void> {
    model.now = real.clock.advance(1);
    await this.act(model, real);
    model.settle();
    same(promised(real.disposed), promised(model.disposed));
    const stats = real.cache.stats();
    same(stats, { ...stats, ...model.stats() });
    for (const [index, id] of model.leases.entries()) {
      if (id !== undefined) same(real.leases[index]!.value.id, id);
    }
  }

  toString(): string {
    return this.text;
  }
}

const key = fc.nat(4);
const weight = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }) }, { weight: 1, arbitrary: fc.constant(HEAVY) }); // prettier-ignore
const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(key, weight, fc.boolean()).map(([key, weight, isFailing]) => acquire(key, weight, isFailing)) }, // prettier-ignore
  { weight: 3, arbitrary: key.map((key) => new Step(`tryAcquire(${key})`, (model, real) => lease(model, real, key))) },
  { weight: 2, arbitrary: key.map((key) => new Step(`get(${key})`, (model, real) => expect(real.cache.get(key)?.id).toBe(model.find(key)))) }, // prettier-ignore
  { weight: 6, arbitrary: fc.nat().map((nth) => release(nth)) },
  { weight: 3, arbitrary: fc.tuple(key, weight).map(([key, weight]) => setNew(key, weight)) },
  { weight: 3, arbitrary: fc.tuple(key, fc.nat()).map(([key, nth]) => setLiving(key, nth)) },
  { weight: 1, arbitrary: fc.nat(2).map((entries) => onBoth(`trim(${entries})`, (model) => model.trim(entries), ({ cache }) => cache.trim({ entries }))) }, // prettier-ignore
  { weight: 2, arbitrary: key.map((key) => onBoth(`delete(${key})`, (model) => model.delete(key), ({ cache }) => cache.delete(key))) }, // prettier-ignore
  { weight: 1, arbitrary: fc.constant(onBoth('clear()', (model) => model.removeAll('cleared'), ({ cache }) => cache.clear())) }, // prettier-ignore
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 600 }).map((ms) => onBoth(`advance(${ms})`, (model) => void (model.now += ms), ({ clock }) => clock.advance(ms))) }, // prettier-ignore
  { weight: 1, arbitrary: fc.constant(onBoth('evictExpired()', (model) => model.evictExpired(), ({ cache }) => cache.evictExpired())) }, // prettier-ignore
);

function onBoth(text: string, onModel: (model: ReferenceCache) => unknown, onReal: (real: Real) => unknown): Step {
  return new Step(text, (model, real) => {
    onModel(model);
    onReal(real);
  });
}

function lease(model: ReferenceCache, real: Real, key: number): void {
  const id = model.find(key);
  const granted = real.cache.tryAcquire(key);
  expect(granted?.value.id).toBe(id);
  if (!granted) return;
  model.leases.push(id);
  real.leases.push(granted);
}

function acquire(key: number, weight: number, isFailing: boolean): Step {
  return new Step(`acquire(${key}, ${isFailing ? 'failing' : weight})`, async (model, real) => {
    const found = model.find(key);
    const load = (): Instance => {
      if (isFailing) throw new Error('load failed');
      const instance = real.make(weight);
      model.make(instance);
      model.loaded(key, instance.id);
      return instance;
    };
    const outcome = await real.cache.acquire(key, load).catch((error: Error) => error.message);
    if (typeof outcome === 'string') {
      expect([outcome, found, isFailing]).toEqual(['load failed', undefined, true]);
      return;
    }
    if (found !== undefined) model.leases.push(found);
    real.leases.push(outcome);
  });
}

function release(nth: number): Step {
  return new Step(`release(${nth})`, (model, real) => {
    if (model.leases.length === 0) return;
    model.release(nth % model.leases.length);
    real.leases[nth % model.leases.length]!.release();
  });
}

function setNew(key: number, weight: number): Step {
  return new Step(`set(${key}, ${weight})`, (model, real) => {
    const instance = real.make(weight);
    model.make(instance);
    model.set(key, instance.id);
    real.cache.set(key, instance);
  });
}

/** Gives an instance that is held somewhere another key, or the same one again. */
function setLiving(key: number, nth: number): Step {
  return new Step(`set(${key}, one of those that are there, ${nth})`, (model, real) => {
    const held = [...new Set([...model.entries.map(({ id }) => id), ...model.leases])].filter((id) => id !== undefined);
    if (held.length === 0) return;
    const id = held[nth % held.length]!;
    model.set(key, id);
    real.cache.set(key, real.instances[id]!);
  });
}

describe('leases and disposals against a naive account', () => {
  it('are the same, step by step, and in the end each instance that the cache took was disposed once', async () => {
    let disposals = 0;
    await fc.assert(
      fc.asyncProperty(fc.commands([step], { maxCommands: 60, size: 'max' }), async (steps) => {
        const real = new Real();
        const model = new ReferenceCache();
        await fc.asyncModelRun(() => ({ model, real }), steps);
        const close = onBoth('close()', (model) => model.removeAll('closed'), ({ cache }) => void cache.close()); // prettier-ignore
        await close.run(model, real);
        for (const index of model.leases.keys()) await release(index).run(model, real);
        await real.cache.close();
        expect(real.cache.stats()).toMatchObject({ doomed: 0, leases: 0, leased: 0, remembered: 0 });
        expect(new Set(real.disposed.map((each) => each.split(' ')[0])).size).toBe(real.disposed.length);
        disposals += real.disposed.length;
      }),
      { seed: 7, numRuns: 400 },
    );
    expect(disposals).toBeGreaterThan(1_000);
  }, 60_000);
});
