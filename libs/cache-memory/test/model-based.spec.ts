import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntryOptions } from '../src/engine/entries/entry-options.js';
import { CacheMemoryError } from '../src/engine/errors.js';
import { LruPolicy } from '../src/engine/eviction/lru.js';
import { type Priority, PRIORITIES } from '../src/engine/eviction/priority.js';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { isEviction, REMOVAL_CAUSES, type RemovalCause } from '../src/engine/events/removal.js';
import { FakeClock } from './fake-clock.js';

interface Bounds {
  readonly maxEntries?: number;
  readonly maxBytes?: number;
}

interface ModelEntry {
  readonly key: number;
  readonly value: number;
  readonly weight: number;
  readonly storedAt: number;
  readonly ttlMs: number;
  readonly idleMs: number;
  readonly tags: readonly string[];
  readonly priority: Priority;
  readonly protected: boolean;
  touchedAt: number;
  accesses: number;
}

type Departure = `${number}=${number}:${RemovalCause}`;

/** What the cache is meant to be, written as plainly as possible: an array in the order of use, the eldest first. */
class ReferenceCache {
  entries: ModelEntry[] = [];
  departures: Departure[] = [];
  maxEntries: number;
  maxBytes: number;
  counts = ReferenceCache.noCounts();
  now = 1_000;

  constructor(
    bounds: Bounds,
    private ttlMs: number,
    readonly isWeighed = true,
  ) {
    this.maxEntries = bounds.maxEntries ?? Infinity;
    this.maxBytes = bounds.maxBytes ?? Infinity;
  }

  static noCounts() {
    const removals = Object.fromEntries(REMOVAL_CAUSES.map((cause) => [cause, 0])) as Record<RemovalCause, number>;
    return { hits: 0, misses: 0, insertions: 0, rejections: 0, loads: 0, loadFailures: 0, removals };
  }

  get weight(): number {
    return this.entries.reduce((sum, { weight }) => sum + weight, 0);
  }

  deadline(entry: ModelEntry): number {
    return Math.min(entry.storedAt + entry.ttlMs, entry.touchedAt + entry.idleMs);
  }

  isLive(entry: ModelEntry): boolean {
    return this.deadline(entry) > this.now;
  }

  peek(key: number): ModelEntry | undefined {
    const entry = this.entries.find((each) => each.key === key);
    return entry && this.isLive(entry) ? entry : undefined;
  }

  find(key: number): ModelEntry | undefined {
    const entry = this.entries.find((each) => each.key === key);
    if (!entry || this.isLive(entry)) return entry;
    this.remove(entry, 'expired');
    return undefined;
  }

  get(key: number): number | undefined {
    const entry = this.find(key);
    this.counts[entry ? 'hits' : 'misses']++;
    if (!entry) return undefined;
    entry.touchedAt = this.now;
    entry.accesses++;
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.entries.push(entry);
    return entry.value;
  }

  remove(entry: ModelEntry, cause: RemovalCause): void {
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.departures.push(`${entry.key}=${entry.value}:${cause}`);
    this.counts.removals[cause]++;
  }

  /** Throws the code of an error. */
  set(key: number, value: number, weight: number, options: EntryOptions): boolean {
    const before = this.find(key);
    const guarded = this.entries.filter((each) => each.protected && each !== before);
    const guardedWeight = guarded.reduce((sum, each) => sum + each.weight, 0);
    const hasRoom = guarded.length < this.maxEntries && guardedWeight + weight <= this.maxBytes;
    const isProtected = options.protected ?? false;
    if (!hasRoom && isProtected) throw new Error('PROTECTED_FULL');
    const isRenewal = before?.value === value;
    if (before && !(isRenewal && hasRoom)) this.remove(before, 'replaced');
    else if (before) this.entries.splice(this.entries.indexOf(before), 1);
    const isStored = hasRoom && this.makeRoom(weight, options.priority ?? 'normal', isProtected);
    if (!isStored) {
      this.counts.rejections++;
      if (before && isRenewal && hasRoom) {
        this.departures.push(`${key}=${value}:replaced`);
        this.counts.removals.replaced++;
      }
      return false;
    }
    if (!before || !isRenewal) this.counts.insertions++;
    this.entries.push({
      key,
      value,
      weight,
      storedAt: this.now,
      touchedAt: this.now,
      accesses: 0,
      ttlMs: isProtected ? Infinity : ((options.ttl as number | undefined) ?? this.ttlMs),
      idleMs: isProtected ? Infinity : ((options.idleTtl as number | undefined) ?? Infinity),
      tags: [...(options.tags ?? [])],
      priority: options.priority ?? 'normal',
      protected: isProtected,
    });
    return true;
  }

  evictExpired(): number {
    const expired = this.entries.filter((each) => !this.isLive(each));
    for (const entry of expired) this.remove(entry, 'expired');
    return expired.length;
  }

  trim(maxEntries: number, maxBytes: number, cause: 'size' | 'pressure'): void {
    while (this.entries.length > maxEntries || this.weight > maxBytes) {
      const victim = this.victim('high');
      if (!victim) return;
      this.remove(victim, cause);
    }
  }

  private makeRoom(weight: number, priority: Priority, isProtected: boolean): boolean {
    const isFull = (): boolean => this.entries.length >= this.maxEntries || this.weight + weight > this.maxBytes;
    if (isFull()) this.evictExpired();
    const highest = isProtected ? 'high' : priority;
    if (this.weight + weight - this.maxBytes > this.evictableWeight(highest)) return false; // before anything is evicted for it
    while (isFull()) {
      const victim = this.victim(highest);
      if (!victim) return false;
      this.remove(victim, 'size');
    }
    return true;
  }

  private evictableWeight(highest: Priority): number {
    return this.entries
      .filter((each) => !each.protected && PRIORITIES.indexOf(each.priority) <= PRIORITIES.indexOf(highest))
      .reduce((sum, each) => sum + each.weight, 0);
  }

  private victim(highest: Priority): ModelEntry | undefined {
    for (const priority of PRIORITIES.slice(0, PRIORITIES.indexOf(highest) + 1)) {
      const victim = this.entries.find((each) => each.priority === priority && !each.protected);
      if (victim) return victim;
    }
    return undefined;
  }
}

/** The cache under test, and what it told since the last step. */
class Real {
  readonly clock = new FakeClock();
  readonly cache: MethodInstanceCache<number, number>;
  readonly departures: Departure[] = [];
  rejections = 0;

  /** Without listeners or a weigher a cache may take shorter ways, which have to come to the same. */
  constructor(
    bounds: Bounds,
    ttlMs: number,
    readonly isHeard = true,
    isWeighed = true,
    private readonly isText = false,
  ) {
    const { clock } = this;
    const options = {
      ...bounds,
      policy: 'lru' as const,
      clock,
      ...(isWeighed && { weigher: () => 1 }),
      ...(ttlMs < Infinity && { ttl: ttlMs }),
    };
    this.cache = new MethodInstanceCache<number, number>(options);
    if (!isHeard) return;
    this.cache.on('entry.removed', ({ key, value, cause }) =>
      this.departures.push(`${this.numberOf(key)}=${value!}:${cause}`),
    );
    this.cache.on('entry.rejected', () => this.rejections++);
    this.cache.on('listener.failed', ({ error }) => {
      throw error;
    });
  }

  /** The key in the cache for a key of the model: itself, or a text. */
  keyOf(key: number): number {
    return this.isText ? (`key ${key}` as unknown as number) : key;
  }

  numberOf(key: number): number {
    return this.isText ? Number(String(key).slice(4)) : key;
  }
}

/** The departures of one step: those that expired or left together have no promised order, evictions and the rest have. */
function inPromisedOrder(departures: readonly Departure[]): Departure[][] {
  const isOrdered = (departure: Departure): boolean => !/:(expired|cleared|invalidated)$/.test(departure);
  return [departures.filter(isOrdered), departures.filter((each) => !isOrdered(each)).sort()];
}

/** Like `expect(actual).toEqual(expected)`, but a hundred times as fast where they are equal. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function compare(model: ReferenceCache, real: Real): void {
  const { cache, departures, isHeard } = real;
  if (isHeard) same(inPromisedOrder(departures), inPromisedOrder(model.departures));
  departures.length = 0;
  model.departures.length = 0;

  const described = Array.from(cache.entries(), (entry) => ({ ...entry, key: real.numberOf(entry.key) })).sort(
    (one, other) => one.key - other.key,
  );
  const expected = model.entries
    .filter((each) => model.isLive(each))
    .sort((one, other) => one.key - other.key)
    .map((each) => ({
      key: each.key,
      ageMs: model.now - each.storedAt,
      accesses: each.accesses,
      idleMs: model.now - each.touchedAt,
      weight: each.weight,
      costMs: 0,
      remainingTtlMs: model.deadline(each) === Infinity ? undefined : model.deadline(each) - model.now,
      stale: false,
      priority: each.priority,
      protected: each.protected,
      tags: each.tags,
    }));
  same(described, expected);
  const keys = Array.from({ length: KEYS }, (_, key) => key);
  same(keys.map((key) => cache.peek(real.keyOf(key))), keys.map((key) => model.peek(key)?.value)); // prettier-ignore

  const stats = cache.stats();
  const { removals, ...counts } = model.counts;
  const guarded = model.entries.filter((each) => each.protected);
  const weight = guarded.reduce((sum, each) => sum + each.weight, 0);
  const account = {
    ...counts,
    removals,
    gets: counts.hits + counts.misses,
    evictions: REMOVAL_CAUSES.filter(isEviction).reduce((sum, cause) => sum + removals[cause], 0),
    entries: model.entries.length,
    weight: model.weight,
    protectedEntries: guarded.length,
    protectedWeight: weight,
  };
  same({ ...stats, ...account }, stats);
  if (stats.entries > model.maxEntries || stats.weight > model.maxBytes) throw new Error('a bound was exceeded');
}

const KEYS = 10;

/** One operation on both, and the comparison of all that can be seen afterwards. */
class Step implements fc.Command<ReferenceCache, Real> {
  constructor(
    private readonly text: string,
    private readonly onModel: (model: ReferenceCache) => unknown,
    private readonly onReal: (real: Real) => unknown,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: ReferenceCache, real: Real): void {
    model.now = real.clock.advance(1); // no two steps at one time, so that recency is never a tie
    same(outcome(() => this.onReal(real)), outcome(() => this.onModel(model))); // prettier-ignore
    compare(model, real);
  }

  toString(): string {
    return this.text;
  }
}

function outcome(act: () => unknown): unknown {
  try {
    return { answer: act() };
  } catch (error) {
    if (error instanceof CacheMemoryError) return { error: error.code };
    if (error instanceof Error && /^[A-Z_]+$/.test(error.message)) return { error: error.message };
    throw error;
  }
}

const key = fc.nat(KEYS - 1);
const value = fc.nat(3);
const weight = fc.nat(12);
const entryOptions: fc.Arbitrary<EntryOptions> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        ttl: fc.integer({ min: 1, max: 4_000 }),
        idleTtl: fc.integer({ min: 1, max: 4_000 }),
        tags: fc.subarray(['x', 'y']),
        priority: fc.constantFrom<Priority>('low', 'normal', 'high'),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.constant({ protected: true }) },
);

const set = fc.tuple(key, value, weight, entryOptions).map(
  ([key, value, weight, options]) =>
    new Step(
      `set(${key}, ${value}, ${JSON.stringify({ weight, ...options })})`,
      (model) => model.set(key, value, weight, options),
      (real) => real.cache.set(real.keyOf(key), value, { ...options, weight }),
    ),
);
const setPlain = fc.tuple(key, value).map(
  ([key, value]) =>
    new Step(
      `set(${key}, ${value})`,
      (model) => model.set(key, value, model.isWeighed ? 1 : 0, {}),
      (real) => real.cache.set(real.keyOf(key), value),
    ),
);
const setWeighed = fc.tuple(key, value, weight).map(
  ([key, value, weight]) =>
    new Step(
      `set(${key}, ${value}, { weight: ${weight} })`,
      (model) => model.set(key, value, weight, {}),
      (real) => real.cache.set(real.keyOf(key), value, { weight }),
    ),
);
const load = fc.tuple(key, value, weight, entryOptions).map(
  ([key, value, weight, options]) =>
    new Step(
      `getOrCreateSync(${key}, () => ${value}, ${JSON.stringify({ weight, ...options })})`,
      (model) => {
        const found = model.get(key);
        if (found !== undefined) return found;
        model.counts.loads++;
        try {
          model.set(key, value, weight, options);
        } catch {
          model.counts.rejections++; // a loaded value is answered all the same
        }
        return value;
      },
      (real) => real.cache.getOrCreateSync(real.keyOf(key), () => value, { ...options, weight }),
    ),
);
const get = key.map((key) => new Step(`get(${key})`, (model) => model.get(key), (real) => real.cache.get(real.keyOf(key)))); // prettier-ignore
const remove = key.map(
  (key) =>
    new Step(
      `delete(${key})`,
      (model) => {
        const entry = model.find(key);
        if (entry) model.remove(entry, 'deleted');
        return entry !== undefined;
      },
      (real) => real.cache.delete(real.keyOf(key)),
    ),
);
const invalidate = fc.constantFrom<string[]>(['x'], ['y'], ['x', 'y']).map(
  (tags) =>
    new Step(
      `invalidate(${tags.join()})`,
      (model) => {
        const marked = model.entries.filter((each) => each.tags.some((tag) => tags.includes(tag)));
        for (const entry of marked) model.remove(entry, 'invalidated');
        return marked.length;
      },
      ({ cache }) => cache.invalidate(...tags),
    ),
);
const clear = fc.constant(
  new Step(
    'clear()',
    (model) => {
      const all = [...model.entries];
      for (const entry of all) model.remove(entry, 'cleared');
      return all.length;
    },
    ({ cache }) => cache.clear(),
  ),
);
const trim = fc.record({ entries: fc.nat(6), bytes: fc.nat(30) }).map(
  (target) =>
    new Step(
      `trim(${JSON.stringify(target)})`,
      (model) => {
        const before = { entries: model.entries.length, weight: model.weight };
        model.trim(target.entries, target.bytes, 'pressure');
        return { entries: before.entries - model.entries.length, weight: before.weight - model.weight };
      },
      ({ cache }) => cache.trim(target),
    ),
);
const configure = fc
  .record({ maxEntries: fc.integer({ min: 1, max: 8 }), maxBytes: fc.integer({ min: 1, max: 60 }) })
  .map(
    (bounds) =>
      new Step(
        `configure(${JSON.stringify(bounds)})`,
        (model) => {
          if (!model.isWeighed) throw new Error('INVALID_OPTION'); // bytes need a weigher
          const guarded = model.entries.filter((each) => each.protected);
          const weight = guarded.reduce((sum, each) => sum + each.weight, 0);
          if (guarded.length > bounds.maxEntries || weight > bounds.maxBytes) throw new Error('PROTECTED_FULL');
          Object.assign(model, bounds);
          model.trim(bounds.maxEntries, bounds.maxBytes, 'size');
        },
        ({ cache }) => cache.configure(bounds),
      ),
  );
const changePolicy = fc.constant(
  new Step('configure({ policy })', () => {}, ({ cache }) => cache.configure({ policy: () => new LruPolicy() })), // prettier-ignore
);
const advance = fc.oneof(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 1, max: 100_000 })).map(
  (ms) =>
    new Step(
      `advance(${ms})`,
      (model) => {
        model.now += ms;
      },
      ({ clock }) => void clock.advance(ms),
    ),
);
const evictExpired = fc.constant(
  new Step('evictExpired()', (model) => model.evictExpired(), ({ cache }) => cache.evictExpired()), // prettier-ignore
);
const resetStats = fc.constant(
  new Step(
    'resetStats()',
    (model) => {
      model.counts = ReferenceCache.noCounts();
    },
    ({ cache }) => cache.resetStats(),
  ),
);

const commands = fc.commands(
  [set, set, set, set, setPlain, load, load, get, get, get, remove, invalidate, clear, trim, configure, changePolicy, advance, advance, evictExpired, resetStats], // prettier-ignore
  { maxCommands: 60, size: 'max' },
);

/** Few steps that end the short way in, and many that take it. */
const plainCommands = fc.commands(
  [setPlain, setPlain, setPlain, setPlain, setWeighed, get, get, remove, trim, clear, configure, changePolicy, resetStats, set], // prettier-ignore
  { maxCommands: 80, size: 'max' },
);

/** Runs the steps on both, then trims entry by entry, which shows the order of eviction. */
function runBoth(model: ReferenceCache, real: Real, steps: Iterable<fc.Command<ReferenceCache, Real>>): void {
  fc.modelRun(() => ({ model, real }), steps);
  while (model.entries.some((each) => !each.protected)) {
    new Step('drain', () => {}, () => {}).run(model, real); // prettier-ignore
    model.trim(model.entries.length - 1, Infinity, 'pressure');
    real.cache.trim({ entries: real.cache.size - 1 });
    compare(model, real);
  }
  void real.cache.close();
}

describe('MethodInstanceCache against a plain array', () => {
  it.each<[Bounds, number]>([
    [{ maxEntries: 4 }, Infinity],
    [{ maxEntries: 4 }, 1_500],
    [{ maxBytes: 30 }, Infinity],
    [{ maxBytes: 30 }, 3_000],
    [{ maxEntries: 5, maxBytes: 30 }, 3_000],
  ])('does the same, step by step, within %p and with a ttl of %p ms', (bounds, ttlMs) => {
    fc.assert(
      fc.property(commands, fc.boolean(), (steps, isHeard) => {
        const real = new Real(bounds, ttlMs, isHeard);
        const model = new ReferenceCache(bounds, ttlMs);
        runBoth(model, real, steps);
      }),
      { seed: 4, numRuns: 1_000 },
    );
  });

  it.each<[Bounds, boolean]>([
    [{ maxEntries: 4 }, false],
    [{ maxEntries: 1 }, false],
    [{ maxEntries: 4 }, true],
    [{ maxEntries: 5, maxBytes: 30 }, true],
  ])('does the same where values come without options, within %p, with a weigher: %p', (bounds, isWeighed) => {
    fc.assert(
      fc.property(plainCommands, fc.boolean(), fc.boolean(), (steps, isHeard, isText) => {
        const real = new Real(bounds, Infinity, isHeard, isWeighed, isText);
        runBoth(new ReferenceCache(bounds, Infinity, isWeighed), real, steps);
      }),
      { seed: 6, numRuns: 250 },
    );
  });

  it('keeps one account: every insertion is resident or has left once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, weight, fc.nat(5)), { maxLength: 200 }), (steps) => {
        const real = new Real({ maxEntries: 4, maxBytes: 30 }, 700);
        for (const [key, weight, op] of steps) {
          real.clock.advance(weight * 20);
          if (op === 0) real.cache.delete(key);
          else if (op === 1) real.cache.trim(weight);
          else real.cache.set(key, op, { weight });
        }
        const { insertions, entries, removals, rejections } = real.cache.stats();
        const left = Object.values(removals).reduce((sum, count) => sum + count, 0);
        expect(insertions).toBe(entries + left);
        expect(real.departures).toHaveLength(left);
        expect(real.rejections).toBe(rejections);
        void real.cache.close();
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
