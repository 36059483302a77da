import { describe, expect, it } from '@jest/globals';
import { type EntryView, type EvictionPolicy, type EvictionPolicyFactory, NONE } from './eviction-policy.js';
import { HybridPolicy } from './hybrid.js';
import { LruPolicy } from './lru.js';

interface Described {
  readonly weight?: number;
  readonly cost?: number;
}

/** A cache of numbers on nothing but a policy, bound by entries and by weight. */
class Cache {
  readonly policy: EvictionPolicy;
  readonly #slots = new Map<number, number>();
  readonly #keys: number[] = [];
  readonly #free: number[] = [];
  #weight = 0;
  refusals = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxWeight: number = Infinity,
    private readonly describe: (key: number) => Described = () => ({}),
    createPolicy: EvictionPolicyFactory = (entries) => new HybridPolicy(entries),
    hash: (key: number) => number = (key) => Math.imul(key ^ 0x5bd1, 0x9e37_79b1) ^ (key >>> 3),
  ) {
    const view: EntryView = {
      weight: (slot) => this.#weightOf(this.#keys[slot]!),
      cost: (slot) => this.describe(this.#keys[slot]!).cost ?? 0,
      deadline: () => Infinity,
      hash: (slot) => hash(this.#keys[slot]!),
    };
    this.policy = createPolicy(view);
  }

  has(key: number): boolean {
    return this.#slots.has(key);
  }

  /** Asks for a key and stores it where it is missing; answers whether it was there. */
  ask(key: number): boolean {
    const resident = this.#slots.get(key);
    if (resident !== undefined) {
      this.policy.touch(Int32Array.of(resident), 1);
      return true;
    }
    const slot = this.#free.pop() ?? this.#keys.length;
    this.#keys[slot] = key;
    this.policy.offer(slot);
    while (this.#slots.size >= this.maxEntries || this.#weight + this.#weightOf(key) > this.maxWeight) {
      const victim = this.policy.victim(slot);
      if (victim === slot || victim === NONE) {
        this.#free.push(slot);
        this.refusals++;
        return false;
      }
      this.#remove(victim);
    }
    this.policy.insert(slot);
    this.#slots.set(key, slot);
    this.#weight += this.#weightOf(key);
    return false;
  }

  /** The hits of this many requests. */
  hits(requests: number, keyAt: (request: number) => number): number {
    let hits = 0;
    for (let request = 0; request < requests; request++) if (this.ask(keyAt(request))) hits++;
    return hits;
  }

  #weightOf(key: number): number {
    return this.describe(key).weight ?? 1;
  }

  #remove(slot: number): void {
    const key = this.#keys[slot]!;
    this.policy.remove(slot);
    this.#slots.delete(key);
    this.#weight -= this.#weightOf(key);
    this.#free.push(slot);
  }
}

/** Pseudo-random whole numbers below `count`, the low ones more often. */
function skewed(count: number, power: number): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return Math.floor(((state >>> 8) / 2 ** 24) ** power * count);
  };
}

/** Such a number for each request, the same each time. */
function skewedAt(count: number, power: number): (request: number) => number {
  return (request) => {
    const mixed = Math.imul(request ^ (request >>> 15), 0x846c_a68b);
    return Math.floor((((mixed ^ (mixed >>> 13)) >>> 8) / 2 ** 24) ** power * count);
  };
}

describe('HybridPolicy', () => {
  it('stores each newcomer of a usual weight, whatever there is', () => {
    const cache = new Cache(50);
    cache.hits(20_000, skewed(60, 3));
    for (let key = 1_000; key < 1_500; key++) {
      cache.ask(key);
      expect(cache.has(key)).toBe(true);
    }
  });

  it('begins as LRU where costs are equal, and keeps what is dear where they are not', () => {
    const cache = new Cache(5);
    for (const key of [1, 2, 3, 4, 5, 1, 3, 6, 7]) cache.ask(key);
    expect([1, 2, 3, 4, 5, 6, 7].filter((key) => cache.has(key))).toEqual([1, 3, 5, 6, 7]);
    const dear = new Cache(3, Infinity, (key) => ({ cost: key === 1 ? 1_000 : 10 }));
    for (const key of [1, 2, 3, 4, 5]) dear.ask(key);
    expect([1, 2, 3, 4, 5].filter((key) => dear.has(key))).toEqual([1, 4, 5]);
  });

  it('keeps part of a loop that is longer than the cache', () => {
    const cache = new Cache(100);
    cache.hits(20_000, (request) => request % 150);
    expect(cache.hits(15_000, (request) => request % 150)).toBeGreaterThan(8_000);
  });

  it('learns again after a flood of keys that never come back', () => {
    const cache = new Cache(100);
    cache.hits(30_000, (request) => 1_000_000 + request);
    cache.hits(20_000, (request) => request % 150);
    expect(cache.hits(15_000, (request) => request % 150)).toBeGreaterThan(8_000);
    const popular = skewed(150, 3);
    cache.hits(30_000, (request) => 2_000_000 + request);
    cache.hits(5_000, popular);
    const lru = new Cache(100, Infinity, undefined, () => new LruPolicy());
    lru.hits(5_000, popular);
    expect(cache.hits(5_000, popular)).toBeGreaterThan(0.97 * lru.hits(5_000, popular));
  });

  it('reads few keys in a flood, and every one again after the first hit', () => {
    let read = 0;
    const cache = new Cache(
      100,
      Infinity,
      undefined,
      (entries) => new HybridPolicy(entries),
      (key) => {
        read++;
        return Math.imul(key ^ 0x5bd1, 0x9e37_79b1) ^ (key >>> 3);
      },
    );
    cache.hits(10_000, (request) => 1_000_000 + request);
    read = 0;
    cache.hits(8_000, (request) => 2_000_000 + request);
    expect(read).toBeLessThan(1_000);
    cache.ask(2_007_999);
    read = 0;
    cache.hits(1_000, (request) => 3_000_000 + request);
    expect(read).toBeGreaterThanOrEqual(1_000);
  });

  it('keeps what is popular through a scan', () => {
    const cache = new Cache(100);
    cache.hits(20_000, (request) => (request % 2 === 0 ? (request % 100) >> 1 : 10_000 + request));
    expect(
      cache.hits(1_000, (request) => (request % 2 === 0 ? (request % 100) >> 1 : 90_000 + request)),
    ).toBeGreaterThan(450);
  });

  it.each([4, 16, 100, 400])(
    'follows what is used now in a cache of %i entries no worse than LRU by much',
    (capacity) => {
      const hits = (cache: Cache): number => {
        const recent = skewed(2 * capacity, 2);
        return cache.hits(40_000, (request) => Math.floor((request * capacity) / 1_000) + recent());
      };
      const lru = new Cache(capacity, Infinity, undefined, () => new LruPolicy());
      expect(hits(new Cache(capacity))).toBeGreaterThan(0.97 * hits(lru));
    },
  );

  it('keeps what is dear, where all is asked for alike', () => {
    const cache = new Cache(100, Infinity, (key) => ({ cost: key % 10 === 0 ? 1_000 : 1 }));
    cache.hits(30_000, skewed(1_000, 1));
    const dear = Array.from({ length: 100 }, (_, index) => 10 * index).filter((key) => cache.has(key));
    expect(dear.length).toBeGreaterThan(80);
  });

  it('keeps what is light where bytes are scarce, and leaves weights alone where places are', () => {
    const describeKey = (key: number): Described => ({ weight: key % 2 === 0 ? 1 : 50 });
    const byBytes = new Cache(10_000, 800, describeKey);
    const byEntries = new Cache(200, Infinity, describeKey);
    const light = (cache: Cache): number => {
      cache.hits(30_000, skewed(1_000, 1));
      return Array.from({ length: 500 }, (_, index) => 2 * index).filter((key) => cache.has(key)).length;
    };
    expect(light(byBytes)).toBeGreaterThan(400);
    expect(light(byEntries)).toBeLessThan(150);
  });

  it('refuses a newcomer that would push out several entries of more worth', () => {
    const cache = new Cache(10_000, 800, (key) => ({ weight: key < 10_000 ? 1 : 400 }));
    cache.hits(40_000, skewed(1_000, 2));
    cache.hits(20, (request) => 10_000 + request);
    expect(cache.refusals).toBeGreaterThan(10);
  });

  it('does not lose its way where the cost of a key changes by a hundred from load to load', () => {
    let load = 0;
    const cache = new Cache(100, Infinity, () => ({ cost: load++ % 2 === 0 ? 1 : 100 }));
    const lru = new Cache(100, Infinity, undefined, () => new LruPolicy());
    expect(cache.hits(30_000, skewed(1_000, 3))).toBeGreaterThan(0.9 * lru.hits(30_000, skewed(1_000, 3)));
  });

  it('decides the same whether all costs are equal or none is known, and all weights are equal or none counts', () => {
    const hits = (cache: Cache): number => cache.hits(20_000, skewed(1_000, 2));
    const plain = hits(new Cache(100));
    expect(hits(new Cache(100, Infinity, () => ({ cost: 250 })))).toBe(plain);
    expect(hits(new Cache(10_000, 700, () => ({ weight: 7 })))).toBe(plain);
  });

  it('goes by the last use where a flood of keys has one and the same hash', () => {
    const recent = (): ((request: number) => number) => {
      const near = skewed(150, 2);
      return (request) => Math.floor(request / 20) + near();
    };
    const cache = new Cache(
      100,
      Infinity,
      undefined,
      (entries) => new HybridPolicy(entries),
      () => 0x1234_5678,
    );
    const lru = new Cache(100, Infinity, undefined, () => new LruPolicy());
    expect(cache.hits(20_000, recent())).toBeGreaterThan(0.8 * lru.hits(20_000, recent()));
  });

  it('is ahead of LRU again soon after a sudden change of everything that is asked for', () => {
    const hitsAfterChange = (cache: Cache): number => {
      const popular = skewed(1_000, 3);
      cache.hits(40_000, popular);
      cache.hits(2_000, () => 50_000 + popular());
      return cache.hits(4_000, () => 50_000 + popular());
    };
    const lru = new Cache(200, Infinity, undefined, () => new LruPolicy());
    expect(hitsAfterChange(new Cache(200))).toBeGreaterThan(hitsAfterChange(lru));
  });

  it('keeps part of a loop that is longer than a small cache', () => {
    const cache = new Cache(30);
    cache.hits(3_000, (request) => request % 45);
    expect(cache.hits(1_800, (request) => request % 45)).toBeGreaterThan(800);
  });

  it('keeps what is dear in a small cache, where all is asked for alike', () => {
    const cache = new Cache(30, Infinity, (key) => ({ cost: key % 10 === 0 ? 1_000 : 1 }));
    cache.hits(4_000, skewed(250, 1));
    const dear = Array.from({ length: 25 }, (_, index) => 10 * index).filter((key) => cache.has(key));
    expect(dear.length).toBeGreaterThan(20);
  });

  it('keeps what is popular in a small cache, though much else is asked for once', () => {
    const cache = new Cache(30);
    const keyAt = (request: number): number => (request % 2 === 0 ? (request % 30) >> 1 : 10_000 + request);
    cache.hits(4_000, keyAt);
    expect(cache.hits(600, (request) => keyAt(4_000 + request))).toBeGreaterThan(285);
  });

  it('keeps what is light in a small cache where bytes are scarce, and leaves weights alone where places are', () => {
    const describeKey = (key: number): Described => ({ weight: key % 2 === 0 ? 1 : 30 });
    const light = (cache: Cache): number => {
      cache.hits(2_400, skewed(200, 1));
      return Array.from({ length: 100 }, (_, index) => 2 * index).filter((key) => cache.has(key)).length;
    };
    expect(light(new Cache(10_000, 150, describeKey))).toBeGreaterThan(80);
    expect(light(new Cache(40, Infinity, describeKey))).toBeLessThan(35);
  });

  it('refuses what would push out several entries of more worth, and takes it where those are of less', () => {
    const refused = (cost: number): number => {
      const cache = new Cache(10_000, 100, (key) => (key < 10_000 ? { weight: 1, cost: 10 } : { weight: 40, cost }));
      cache.hits(3_000, skewed(150, 2));
      cache.hits(10, (request) => 10_000 + request);
      return cache.refusals;
    };
    expect(refused(10)).toBeGreaterThan(5);
    expect(refused(1e7)).toBe(0);
  });

  it('decides the same in a small cache whether costs are equal or unknown, and weights are equal or do not count', () => {
    const hits = (cache: Cache): number => cache.hits(2_200, skewed(200, 2));
    const plain = hits(new Cache(30));
    expect(hits(new Cache(30, Infinity, () => ({ cost: 250 })))).toBe(plain);
    expect(hits(new Cache(10_000, 210, () => ({ weight: 7 })))).toBe(plain);
  });

  it('forgets in a small cache what was popular once', () => {
    const cache = new Cache(30);
    const popular = skewed(100, 3);
    cache.hits(4_000, popular);
    cache.hits(1_500, () => 50_000 + popular());
    const lru = new Cache(30, Infinity, undefined, () => new LruPolicy());
    lru.hits(1_500, () => 50_000 + popular());
    const next = skewed(100, 3);
    const again = skewed(100, 3);
    expect(cache.hits(1_500, () => 50_000 + next())).toBeGreaterThan(lru.hits(1_500, () => 50_000 + again()));
  });

  it('reads hardly any key once it is flooded, until one is hit', () => {
    let read = 0;
    const hash = (key: number): number => {
      read++;
      return Math.imul(key ^ 0x5bd1, 0x9e37_79b1) ^ (key >>> 3);
    };
    const cache = new Cache(20, Infinity, undefined, (entries) => new HybridPolicy(entries), hash);
    cache.hits(4_090, (request) => request);
    expect(read).toBeGreaterThanOrEqual(4_090);
    cache.hits(10, (request) => 10_000 + request);
    read = 0;
    cache.hits(800, (request) => 20_000 + request);
    expect(read).toBeGreaterThan(20);
    expect(read).toBeLessThan(200);
    cache.ask(20_799);
    read = 0;
    cache.hits(100, (request) => 30_000 + request);
    expect(read).toBeGreaterThanOrEqual(100);
  });

  /** What a small cache saves of what it costs to make the values that are asked for. */
  function saved(
    cache: Cache,
    keyAt: (request: number) => number,
    costOf: (key: number) => number,
    requests: number,
  ): number {
    let saved = 0;
    for (let request = 0; request < requests; request++) {
      const key = keyAt(request);
      if (cache.ask(key)) saved += costOf(key);
    }
    return saved;
  }

  it.each<[string, (request: number) => number, number]>([
    ['a loop that is longer than it', (request) => request % 45, 2_320],
    ['a loop that is a little longer than it', (request) => request % 33, 3_220],
    ['popularity that is skewed', skewedAt(200, 3), 3_015],
    ['popularity that is skewed a little', skewedAt(120, 2), 3_330],
    ['what is new', (request) => Math.floor(request / 8) + skewedAt(50, 2)(request), 2_345],
    ['rounds of forty', (request) => 40 * Math.floor(request / 160) + (request % 40), 1_700],
    ['popularity among what comes once', (request) => (request % 2 === 0 ? skewedAt(60, 2)(request) : request), 1_450],
    ['popularity that changes', (request) => 1_000 * Math.floor(request / 700) + skewedAt(100, 3)(request), 3_400],
  ])('saves no less in a small cache than it is known to: %s', (_, keyAt, least) => {
    expect(saved(new Cache(30), keyAt, () => 1, 4_000)).toBeGreaterThanOrEqual(least);
  });

  it.each<[string, (request: number) => number, (number | undefined)[], number]>([
    ['costs that differ', skewedAt(150, 1), [1, 100, 1, 10], 93_500],
    ['costs of which some are known', skewedAt(150, 2), [50, undefined, 1], 64_700],
  ])('saves no less where values differ in cost than it is known to: %s', (_, keyAt, costs, least) => {
    const costOf = (key: number): number | undefined => costs[key % costs.length];
    const cache = new Cache(30, Infinity, (key) => ({ cost: costOf(key) ?? 0 }));
    expect(saved(cache, keyAt, (key) => costOf(key) ?? 1, 4_000)).toBeGreaterThanOrEqual(least);
  });

  it.each<[string, (request: number) => number, (key: number) => Described, number]>([
    ['weights', skewedAt(200, 2), (key) => ({ weight: [1, 12, 3][key % 3]! }), 1_540],
    ['both', skewedAt(200, 2), (key) => (key % 2 === 0 ? { weight: 1, cost: 1 } : { weight: 12, cost: 40 }), 18_900],
    ['a few that are very heavy', skewedAt(300, 2), (key) => ({ weight: key % 10 === 9 ? 50 : 1 }), 1_540],
    [
      'heavy ones now and then',
      (request) => (request % 2_000 < 40 ? 0 : 10_000) + skewedAt(90, 2)(request),
      (key) => ({ weight: key < 10_000 ? 30 : 2 }),
      2_110,
    ],
  ])('saves no less in few bytes than it is known to: %s', (_, keyAt, describeKey, least) => {
    const cache = new Cache(10_000, 120, describeKey);
    expect(saved(cache, keyAt, (key) => describeKey(key).cost ?? 1, 2_500)).toBeGreaterThanOrEqual(least);
  });

  /** How many keys are read for the last hundred requests, after so many others. */
  function keysRead(requests: number, keyAt: (request: number) => number): number {
    let read = 0;
    const hash = (key: number): number => {
      read++;
      return Math.imul(key ^ 0x5bd1, 0x9e37_79b1) ^ (key >>> 3);
    };
    const cache = new Cache(20, Infinity, undefined, (entries) => new HybridPolicy(entries), hash);
    cache.hits(requests, keyAt);
    read = 0;
    cache.hits(100, (request) => keyAt(requests + request));
    return read;
  }

  it.each<[string, (request: number) => number]>([
    ['all come again, though none is there by then', (request) => request % 300],
    ['one in a hundred is hit', (request) => request - Number(request % 100 === 0)],
  ])('is not flooded where %s: it reads every key', (_, keyAt) => {
    expect(keysRead(4_300, keyAt)).toBeGreaterThan(90);
  });

  it('notices a flood after traffic that came again', () => {
    expect(keysRead(9_000, (request) => (request < 700 ? request % 40 : request))).toBeLessThan(40);
  });

  it('reads every key again in a flood as soon as one of those that it read has come again', () => {
    expect(keysRead(5_000, (request) => (request < 4_300 ? request : 4_300 + (request % 150)))).toBeGreaterThan(90);
  });

  it.each([1, 2, 4, 16])('serves a small cache of %i entries in which each key is asked for four times', (capacity) => {
    expect(new Cache(capacity).hits(2_000, (request) => request >> 2)).toBe(1_500);
  });

  it.each([1, 2, 4, 16])('serves a cache of %i entries', (capacity) => {
    const cache = new Cache(capacity);
    expect(cache.hits(10_000, (request) => request >> 2)).toBe(7_500);
  });
});

describe('HybridPolicy, asked slot by slot', () => {
  /** A policy over slots that are what the test says of them. */
  function policyOf(described: Described[] = []) {
    const view: EntryView = {
      weight: (slot) => described[slot]?.weight ?? 1,
      cost: (slot) => described[slot]?.cost ?? 0,
      deadline: () => Infinity,
      hash: (slot) => {
        if (!(slot >= 0)) throw new Error(`asked for the hash of slot ${slot}`);
        return Math.imul(slot + 1, 0x9e37_79b1);
      },
    };
    const policy = new HybridPolicy(view);
    const store = (...slots: number[]): void => {
      for (const slot of slots) {
        policy.offer(slot);
        policy.insert(slot);
      }
    };
    const offer = (count: number): void => {
      for (let newcomer = 0; newcomer < count; newcomer++) policy.offer(10_000 + newcomer);
    };
    return { policy, store, offer };
  }

  it('names none where none is left, whether it has begun to learn or not', () => {
    for (const newcomers of [0, 300]) {
      const { policy, store, offer } = policyOf();
      offer(newcomers);
      expect(policy.victim(NONE)).toBe(NONE);
      store(3, 4, 5);
      const named = new Set<number>();
      for (let slot = policy.victim(NONE); slot !== NONE; slot = policy.victim(NONE)) {
        named.add(slot);
        policy.remove(slot);
      }
      expect(named).toEqual(new Set([3, 4, 5]));
    }
  });

  it('never names the latest once that has left', () => {
    const { policy, store, offer } = policyOf();
    offer(300);
    store(0, 1, 2, 3, 4);
    for (let round = 0; round < 40; round++) {
      store(9);
      policy.remove(9);
      expect(policy.victim(NONE)).not.toBe(9);
    }
  });

  it('knows of an entry that was not shown before what it costs', () => {
    const { policy } = policyOf([{ cost: 1_000 }, { cost: 1 }, { cost: 1_000 }]);
    for (const slot of [0, 1, 2]) policy.insert(slot);
    expect(policy.victim(NONE)).toBe(1);
  });

  it('goes by weight from the second victim for one newcomer on, for 4,096 newcomers', () => {
    const { policy, store, offer } = policyOf([{}, {}, {}, {}, { weight: 1_000 }]);
    store(0, 1, 2, 3, 4);
    policy.offer(50);
    expect(policy.victim(50)).toBe(0);
    policy.remove(0);
    expect(policy.victim(50)).toBe(4);
    expect(policy.victim(NONE)).toBe(4);
    offer(100);
    expect(policy.victim(10_099)).toBe(4);
    offer(3_990);
    expect(policy.victim(NONE)).toBe(4);
    offer(10);
    expect(policy.victim(NONE)).not.toBe(4);
  });

  it('goes by the last use alone where each newcomer needs but one victim', () => {
    const { policy, store } = policyOf([{}, {}, {}, { weight: 1_000 }]);
    store(0, 1, 2, 3);
    for (const [newcomer, victim] of [
      [50, 0],
      [51, 1],
    ] as const) {
      policy.offer(newcomer);
      expect(policy.victim(newcomer)).toBe(victim);
      policy.remove(victim);
      policy.insert(newcomer);
    }
    expect(policy.victim(NONE)).toBe(2);
  });

  it('learns from as many keys as a batch of hits has', () => {
    const { policy, store } = policyOf();
    const slots = Int32Array.from({ length: 1_600 }, (_, slot) => slot);
    store(...slots);
    policy.touch(slots, slots.length);
    policy.touch(slots, 800);
    policy.offer(20_000);
    expect(policy.victim(NONE)).toBeGreaterThanOrEqual(0);
  });
});
