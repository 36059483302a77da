import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { FakeClock } from './fake-clock.js';

const KEYS = ['a', 'b', 'c'];
const TAG_OF: Readonly<Record<string, string>> = { a: 'vowel', b: 'consonant', c: 'consonant' };

/** A value that says whence it came: the key, and how many changes of the key had been made when its loader began. */
interface Made {
  readonly key: string;
  readonly since: number;
  readonly serial: number;
}

const key = fc.constantFrom(...KEYS);
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('load' as const), key, fails: fc.boolean(), callers: fc.integer({ min: 1, max: 3 }), leaves: fc.boolean() }) }, // prettier-ignore
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constantFrom('set' as const, 'delete' as const, 'invalidate' as const), key }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('clear' as const, 'evict' as const), key }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Callers, loaders and those who change the keys, in whatever order the scheduler lets them go on. */
class Scene {
  readonly cache = new MethodInstanceCache<string, Made>({ maxEntries: 2, clock: new FakeClock() });
  readonly outcomes: Promise<void>[] = [];
  loads = 0;
  #serial = 0;
  #isClosed = false;
  readonly #changes = new Map(KEYS.map((key) => [key, 0]));
  /** Loads that a new caller may join: one for a key at the most. */
  readonly #joinable = new Map(KEYS.map((key) => [key, new Set<AbortSignal>()]));

  constructor(private readonly scheduler: fc.Scheduler) {}

  run(act: Act): void {
    if (act.op === 'load') this.#load(act);
    else if (act.op === 'set') this.#change([act.key], () => this.#set(act.key));
    else if (act.op === 'delete') this.#change([act.key], () => this.cache.delete(act.key));
    else if (act.op === 'clear') this.#change(KEYS, () => this.cache.clear());
    else if (act.op === 'evict') this.cache.trim({ entries: 0 });
    else this.#change(KEYS.filter((each) => TAG_OF[each] === TAG_OF[act.key]), () => this.cache.invalidate(TAG_OF[act.key]!)); // prettier-ignore
    this.check();
  }

  close(): void {
    this.#isClosed = true;
    void this.cache.close();
    this.check();
  }

  /** Nothing that is stored was begun before its key changed. */
  check(): void {
    expect(this.cache.size).toBeLessThanOrEqual(this.#isClosed ? 0 : 2);
    for (const key of KEYS) {
      const value = this.cache.peek(key);
      if (value) expect(value).toMatchObject({ key, since: this.#changes.get(key) });
    }
  }

  #change(keys: readonly string[], change: () => unknown): void {
    for (const key of keys) {
      this.#changes.set(key, this.#changes.get(key)! + 1);
      this.#joinable.get(key)!.clear();
    }
    change();
  }

  #set(key: string): void {
    if (!this.#isClosed) this.cache.set(key, this.#make(key), { tags: [TAG_OF[key]!] });
  }

  #make(key: string): Made {
    return { key, since: this.#changes.get(key)!, serial: ++this.#serial };
  }

  #load({ key, fails, callers, leaves }: Act & { op: 'load' }): void {
    const load = async ({ signal }: { signal: AbortSignal }): Promise<Made> => {
      this.loads++;
      const joinable = this.#joinable.get(key)!;
      expect(joinable.size).toBe(0);
      joinable.add(signal);
      signal.addEventListener('abort', () => joinable.delete(signal));
      const made = this.#make(key);
      try {
        await this.scheduler.schedule(Promise.resolve(), `load ${made.serial} of ${key}`);
        if (fails) throw made;
        return made;
      } finally {
        joinable.delete(signal);
      }
    };
    for (let caller = 0; caller < callers; caller++) {
      const before = this.#changes.get(key)!;
      const controller = new AbortController();
      if (leaves) {
        void this.scheduler.schedule(Promise.resolve(), 'leave').then(() => controller.abort('left'));
      }
      const options = { tags: [TAG_OF[key]!], ...(leaves && { signal: controller.signal }) };
      const told = (value: unknown): void => {
        expect(value).toMatchObject({ key });
        expect((value as Made).since).toBeGreaterThanOrEqual(before);
        this.check();
      };
      this.outcomes.push(
        this.cache.getOrCreate(key, load, options).then(told, (reason: unknown) => {
          if (reason === 'left') expect(controller.signal.aborted).toBe(true);
          else if (this.#isClosed && (reason as { code?: string }).code === 'CACHE_CLOSED') this.check();
          else told(reason);
        }),
      );
    }
  }
}

describe('concurrent loads', () => {
  it('never store what began before its key changed, never run twice at a time, and always answer', async () => {
    let loads = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(act, { minLength: 1, maxLength: 14 }),
        fc.boolean(),
        async (scheduler, acts, closes) => {
          const scene = new Scene(scheduler);
          const steps = acts.map((act) => () => scene.run(act));
          if (closes) steps.push(() => scene.close());
          const sequence = scheduler.scheduleSequence(
            steps.map((step, index) => ({ label: `act ${index}`, builder: async () => step() })),
          );
          await scheduler.waitIdle();
          expect(sequence).toMatchObject({ done: true, faulty: false });
          await Promise.all(scene.outcomes);
          scene.check();
          expect(scene.cache.stats()).toMatchObject({ loading: 0, loads: scene.loads });
          const { gets, hits, misses } = scene.cache.stats();
          expect(gets).toBe(hits + misses);
          loads += scene.loads;
          void scene.cache.close();
        },
      ),
      { seed: 6, numRuns: 500 },
    );
    expect(loads).toBeGreaterThan(1_000);
  });
});
