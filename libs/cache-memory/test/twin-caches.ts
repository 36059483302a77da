import { expect } from '@jest/globals';
import type { CacheOptions } from '../src/engine/cache-options.js';
import { MethodInstanceCache } from '../src/engine/method-instance-cache.js';
import { FakeClock } from './fake-clock.js';

/** Two caches that are told the same and have to be alike: somebody listens to the departures from one, which so takes the long ways. */
export class TwinCaches<K> {
  readonly clock = new FakeClock();
  readonly short: MethodInstanceCache<K, object>;
  readonly long: MethodInstanceCache<K, object>;

  constructor(options: CacheOptions<K, object>) {
    this.short = new MethodInstanceCache<K, object>({ clock: this.clock, ...options });
    this.long = new MethodInstanceCache<K, object>({ clock: this.clock, ...options });
    this.long.on('entry.removed', () => undefined);
  }

  /** Does the same with both, and sees that it comes to the same; answers what it came to. */
  do<R>(step: (cache: MethodInstanceCache<K, object>) => R): R {
    const answers = [this.short, this.long].map((cache) => step(cache));
    expect(answers[0]).toEqual(answers[1]);
    expect(this.short.stats()).toEqual(this.long.stats());
    return answers[0]!;
  }

  /** Sees that both hold the same, and tell the same of it. */
  check(): void {
    const [one, other] = [this.short, this.long].map((cache) => {
      const entries = Array.from(cache.entries(), (entry) => ({ ...entry, value: cache.peek(entry.key) }));
      return new Map(entries.map((entry) => [entry.key, entry]));
    });
    expect(one).toEqual(other);
  }
}
