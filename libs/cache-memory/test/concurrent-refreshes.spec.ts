import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { FakeClock } from './fake-clock.js';

const TTL = 100;
const STALE = 50;
const GRACE = 300;

/** A value that says when its loader began, and how many changes of the key had been made by then. */
interface Made {
  readonly since: number;
  readonly at: number;
}

const act = fc.oneof(
  { weight: 12, arbitrary: fc.record({ op: fc.constant('load' as const), fails: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('wait' as const), ms: fc.integer({ min: 20, max: 120 }) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constantFrom('set', 'delete', 'clear', 'invalidate', 'trim') }) },
);

describe('concurrent refreshes', () => {
  it('never store what began before its key changed, never run twice at a time, and always answer', async () => {
    let refreshes = 0;
    let graceServes = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(act, { minLength: 2, maxLength: 40 }), async (scheduler, acts) => {
        const clock = new FakeClock();
        const options = { maxEntries: 2, ttl: TTL, staleWhileRevalidate: STALE, grace: GRACE, clock };
        const cache = new MethodInstanceCache<string, Made>(options);
        const outcomes: Promise<void>[] = [];
        let changes = 0;
        let running: number | undefined;
        const make = (): Made => ({ since: changes, at: clock.now() });
        const check = (): void => {
          const value = cache.peek('a');
          if (value) expect(value.since).toBe(changes);
          const { insertions, entries, removals, gets, hits, misses } = cache.stats();
          expect(insertions).toBe(entries + Object.values(removals).reduce((sum, count) => sum + count, 0));
          expect(gets).toBe(hits + misses);
        };
        const load = (fails: boolean): void => {
          const before = changes;
          const loader = async (): Promise<Made> => {
            expect(running).not.toBe(changes);
            running = changes;
            const made = make();
            await scheduler.schedule(Promise.resolve(), 'load');
            if (running === made.since) running = undefined;
            if (fails) throw made;
            return made;
          };
          const told = (made: Made): void => {
            expect(made.since).toBeGreaterThanOrEqual(before);
            check();
          };
          outcomes.push(cache.getOrCreate('a', loader, { tags: ['tag'] }).then(told, told));
        };
        const run = (each: typeof act extends fc.Arbitrary<infer T> ? T : never): void => {
          if (each.op === 'load') return load((each as { fails: boolean }).fails);
          if (each.op === 'wait') return void clock.advance((each as { ms: number }).ms);
          if (each.op === 'trim') return void cache.trim({ entries: 0 });
          changes++;
          if (each.op === 'set') cache.set('a', make(), { tags: ['tag'] });
          else if (each.op === 'delete') cache.delete('a');
          else if (each.op === 'clear') cache.clear();
          else cache.invalidate('tag');
        };
        cache.set('a', make(), { tags: ['tag'] });
        clock.advance(TTL);
        for (const each of acts) {
          outcomes.push(scheduler.schedule(Promise.resolve(), each.op).then(() => run(each)).then(check)); // prettier-ignore
        }
        do {
          await scheduler.waitIdle();
          await new Promise((resolve) => setImmediate(resolve)); // refreshes begin in a turn of their own
        } while (scheduler.count() > 0 || cache.stats().loading > 0);
        await Promise.all(outcomes);
        check();
        const stats = cache.stats();
        refreshes += stats.refreshes;
        graceServes += stats.graceServes;
        await cache.close();
      }),
      { seed: 7, numRuns: 150 },
    );
    expect(refreshes).toBeGreaterThan(25);
    expect(graceServes).toBeGreaterThan(2);
  });
});
