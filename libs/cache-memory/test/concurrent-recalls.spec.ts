import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { jsonCodec } from '../src/tiers/codecs/json-codec.js';
import { entryTier } from '../src/tiers/entry-tier.js';
import { MemoryPlace } from '../src/tiers/memory-place.js';
import { ChaosPlace, type Fault } from './chaos-place.js';
import { FakeClock } from './fake-clock.js';
import { turns } from './turns.js';

const KEYS = ['a', 'b', 'c'];
const TAG_OF: Readonly<Record<string, string>> = { a: 'vowel', b: 'consonant', c: 'consonant' };

/** A value that says whence it came: the key, and how many changes of the key had been made when it was made. */
type Made = { readonly key: string; readonly since: number };

const key: fc.Arbitrary<string> = fc.constantFrom('a', 'a', 'a', 'b', 'c');
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('load' as const), key }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('set' as const, 'delete' as const, 'invalidate' as const, 'loadSync' as const), key }) }, // prettier-ignore
  { weight: 3, arbitrary: fc.record({ op: fc.constant('evict' as const), key }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('clear' as const), key }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('breaks' as const, 'heals' as const, 'heals' as const, 'damages' as const, 'doubts' as const, 'waits' as const, 'pauses' as const, 'resumes' as const), key }) }, // prettier-ignore
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const FAULTS = { breaks: 'fails', damages: 'damages', doubts: 'writesAndFails', heals: undefined } as const satisfies Record<string, Fault>; // prettier-ignore

/** Callers, a tier that answers in whatever order and fails at times, and those who change the keys. */
class Scene {
  readonly clock = new FakeClock();
  readonly chaos = new ChaosPlace(new MemoryPlace());
  readonly cache: MethodInstanceCache<string, Made>;
  readonly outcomes: Promise<void>[] = [];
  readonly #changes = new Map(KEYS.map((each) => [each, 0]));

  constructor(scheduler: fc.Scheduler, spill: 'evicted' | 'stored') {
    this.chaos.delay = (operation) => (operation === 'open' ? undefined : scheduler.schedule(Promise.resolve(), operation)); // prettier-ignore
    const tier = entryTier<string, Made>(
      { place: this.chaos, codec: jsonCodec as never, spill },
      { clock: this.clock, today: () => this.clock.now() },
    );
    this.cache = new MethodInstanceCache<string, Made>({ maxEntries: 2, clock: this.clock, tier });
  }

  run({ op, key }: Act): void {
    const { cache } = this;
    if (op === 'load') this.#load(key);
    else if (op === 'loadSync')
      this.#check(key, this.#now(key), cache.getOrCreateSync(key, () => this.#make(key), { tags: [TAG_OF[key]!] })); // prettier-ignore
    else if (op === 'set') this.#change([key], () => cache.set(key, this.#make(key), { tags: [TAG_OF[key]!] }));
    else if (op === 'delete') this.#change([key], () => cache.delete(key));
    else if (op === 'invalidate')
      this.#change(KEYS.filter((each) => TAG_OF[each] === TAG_OF[key]), () => cache.invalidate(TAG_OF[key]!)); // prettier-ignore
    else if (op === 'clear') this.#change(KEYS, () => cache.clear());
    else if (op === 'evict') cache.trim({ entries: 0 });
    else if (op === 'waits') this.clock.advance(40_000);
    else if (op === 'pauses' || op === 'resumes') cache.pauseBackgroundLoads(op === 'pauses');
    else this.chaos.fault = FAULTS[op];
    this.checkHeld();
  }

  /** Nothing in the cache is older than the last change of its key. */
  checkHeld(): void {
    for (const each of KEYS) {
      const value = this.cache.peek(each);
      if (value) this.#check(each, this.#now(each), value);
    }
  }

  #load(key: string): void {
    const asked = this.#now(key);
    const loader = async (): Promise<Made> => {
      const value = this.#make(key);
      await Promise.resolve();
      return value;
    };
    const load = this.cache.getOrCreate(key, loader, { tags: [TAG_OF[key]!] });
    this.outcomes.push(load.then((value) => this.#check(key, asked, value)));
  }

  /** The value of the key, and one that was not changed before it was asked for. */
  #check(key: string, asked: number, value: Made): void {
    expect(value.key).toBe(key);
    expect(value.since).toBeGreaterThanOrEqual(asked);
  }

  #change(keys: readonly string[], change: () => unknown): void {
    for (const each of keys) this.#changes.set(each, this.#now(each) + 1);
    change();
  }

  #now(key: string): number {
    return this.#changes.get(key)!;
  }

  #make(key: string): Made {
    return { key, since: this.#now(key) };
  }
}

describe.each(['evicted', 'stored'] as const)('a cache whose tier is given what is %s', (spill) => {
  it('never answers or keeps a value that was changed, whatever fails in whatever order, and tells no caller of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(act, { maxLength: 30 }),
        fc.array(fc.nat(4)),
        async (s, acts, pauses) => {
          const scene = new Scene(s, spill);
          await turns();
          for (const [index, each] of acts.entries()) {
            scene.run(each);
            for (let wait = pauses[index] ?? 1; wait > 0 && s.count() > 0; wait--) await s.waitOne();
            await new Promise((resolve) => setImmediate(resolve));
            scene.checkHeld();
          }
          const settle = async (): Promise<void> => {
            for (let idle = 0; idle < 3; idle++) {
              for (; s.count() > 0; idle = 0) await s.waitOne();
              await new Promise((resolve) => setImmediate(resolve));
            }
          };
          await settle();
          await Promise.all(scene.outcomes);
          scene.chaos.fault = undefined;
          scene.clock.advance(60_000);
          for (const each of KEYS) {
            scene.run({ op: 'load', key: each });
            await settle();
          }
          await Promise.all(scene.outcomes);
          scene.checkHeld();
          const { loads, recalls, misses, coalesced } = scene.cache.stats();
          expect(loads + recalls).toBeLessThanOrEqual(misses - coalesced);
          const closing = scene.cache.close();
          await settle();
          await closing;
        },
      ),
      { numRuns: 300 },
    );
  });
});
