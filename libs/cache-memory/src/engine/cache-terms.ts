import { cacheClosed } from './cache-problems.js';
import type { CacheSettings } from './cache-options.js';
import { defaultPlan, type EntryPlan } from './entries/entry-plan.js';

/** What holds for a cache at the moment: its settings, the plan of entries that come without options, and whether it is open. */
export class CacheTerms {
  #settings: CacheSettings;
  #defaults: EntryPlan;
  #isClosed = false;

  constructor(
    readonly region: string,
    settings: CacheSettings,
  ) {
    this.#settings = settings;
    this.#defaults = defaultPlan(settings);
  }

  get settings(): CacheSettings {
    return this.#settings;
  }

  /** The plan of entries that come without options. */
  get defaults(): EntryPlan {
    return this.#defaults;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Takes over other settings. */
  change(settings: CacheSettings): void {
    this.#settings = settings;
    this.#defaults = defaultPlan(settings);
  }

  /** The cache is closed from now on. */
  end(): void {
    this.#isClosed = true;
  }

  /** Throws `CACHE_CLOSED`. */
  mustBeOpen(): void {
    if (this.#isClosed) throw cacheClosed(this.region);
  }
}
