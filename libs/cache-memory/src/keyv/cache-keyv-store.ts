import type { MethodInstanceCache } from '../engine/method-instance-cache.js';

/** What stands between a namespace and a key. */
const SEPARATOR = '::';

/** An entry that Keyv has stored together with others. */
export interface KeyvStoreEntry {
  readonly key: string;
  /** What Keyv made of the value: a text, or `{ value, expires }` where it does not serialise. */
  readonly value: unknown;
  /** Milliseconds; without it the region's own lifetime holds. */
  readonly ttl?: number | undefined;
}

/**
 * A region as the storage adapter of a Keyv, version 5 or 6: what Keyv stores is bounded, weighed, measured and governed like all that
 * the region holds, and what the region evicts is gone for Keyv. Where the region has a tier, a miss asks it. Several stores may
 * share a region: each namespace is a prefix of keys and a tag of entries.
 */
export class CacheKeyvStore {
  /** Keyv 5 iterates over stores of the dialects that it knows, and uses the name for nothing else. */
  readonly opts: Record<string, unknown> = { dialect: 'redis' };
  /** Keyv's namespace, which Keyv sets; without one `clear` removes all that the region holds. */
  namespace: string | undefined = undefined;
  readonly #cache: MethodInstanceCache<string, any>;
  readonly #hasTier: boolean;

  /** The region is the application's: it is neither configured nor closed from here. */
  constructor(cache: MethodInstanceCache<any, any>) {
    this.#cache = cache;
    this.#hasTier = cache.stats().tier !== 'none';
  }

  /** What is stored under a key, counted as a hit or a miss. */
  async get<Value>(key: string): Promise<Value | undefined> {
    return this.#find(this.#named(key));
  }

  /** The same for many keys, in their order. */
  async getMany<Value>(keys: readonly string[]): Promise<(Value | undefined)[]> {
    return Promise.all(keys.map((key) => this.get<Value>(key)));
  }

  /**
   * Stores what Keyv made of a value, for `ttl` milliseconds or as long as the region keeps its entries; one whose time is over
   * already is removed. Answers `false` where the region has no room for it. Rejects with what `set` of the region throws.
   */
  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    const name = this.#named(key);
    if (ttl !== undefined && ttl <= 0) {
      this.#cache.delete(name);
      return true;
    }
    const tags = this.namespace === undefined ? undefined : [this.namespace];
    return this.#cache.set(name, value, { ttl: Number.isFinite(ttl) ? ttl : undefined, tags });
  }

  /** The same for many entries; answers one boolean for each. */
  async setMany(entries: readonly KeyvStoreEntry[]): Promise<any> {
    return Promise.all(entries.map(({ key, value, ttl }) => this.set(key, value, ttl)));
  }

  /** Whether there is something under a key; counted only where the tier had to be asked. */
  async has(key: string): Promise<boolean> {
    const name = this.#named(key);
    return this.#cache.has(name) || (this.#hasTier && (await this.#find(name)) !== undefined);
  }

  /** The same for many keys, in their order. */
  async hasMany(keys: readonly string[]): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this.has(key)));
  }

  /**
   * Removes a key at once, from the tier too; answers whether there was something under it. For that a tier is asked, which does not
   * say so of what was still on its way to it.
   */
  async delete(key: string): Promise<boolean> {
    const had = this.has(key);
    this.#cache.delete(this.#named(key));
    return had;
  }

  /** Removes keys; answers whether there was something under each of them. */
  async deleteMany(keys: readonly string[]): Promise<boolean> {
    const removed = await Promise.all(keys.map((key) => this.delete(key)));
    return removed.every(Boolean);
  }

  /** Removes what carries the namespace; without one, all that the region holds. */
  async clear(): Promise<void> {
    if (this.namespace === undefined) this.#cache.clear();
    else this.#cache.invalidate(this.namespace);
  }

  /** What memory holds of a namespace, as pairs of key and value, without any trace; the region may change meanwhile. */
  async *iterator<Value>(
    namespace: string | undefined = this.namespace,
  ): AsyncGenerator<(string | Awaited<Value>)[], void> {
    const prefix = prefixOf(namespace);
    for (const { key } of this.#cache.entries()) {
      if (typeof key !== 'string' || !key.startsWith(prefix)) continue;
      const value: Awaited<Value> | undefined = this.#cache.peek(key);
      if (value !== undefined) yield [key.slice(prefix.length), value];
    }
  }

  /** Does nothing: the region belongs to the application, and outlives the Keyv. */
  async disconnect(): Promise<void> {}

  /** Takes Keyv's listeners, and never calls them: all that fails rejects. */
  on(_event: string, _listener: (...details: any[]) => void): this {
    return this;
  }

  #named(key: string): string {
    return prefixOf(this.namespace) + key;
  }

  /** The value, or a promise of what the tier has. */
  #find(name: string): any {
    if (!this.#hasTier || this.#cache.has(name)) return this.#cache.get(name);
    return this.#cache.getOrCreate(name, () => undefined);
  }
}

function prefixOf(namespace: string | undefined): string {
  return namespace === undefined ? '' : namespace + SEPARATOR;
}
