import { type Duration, parseDuration } from '../../engine/options/duration.js';
import type { RedisPort } from '../connection/redis-port.js';
import { Categories, unknownCategory } from './categories.js';
import { encodeKey, encodeValue } from './encode-entry.js';
import type { KeyNames } from './key-names.js';
import { ProtectedKeys } from './protected-keys.js';
import type { RedisMemorySettings } from './redis-memory-options.js';
import { askRedis } from './redis-problems.js';

/** The entries of both classes, by category and key: what stores, reads and removes them. */
export class RedisEntries {
  readonly #kept: ProtectedKeys;
  readonly #protected: Categories<object>;
  readonly #evictable: Categories<{ readonly ttlMs: number }>;
  readonly #all: readonly string[];

  constructor(
    private readonly port: RedisPort,
    private readonly names: KeyNames,
    { protected: kept, evictable }: RedisMemorySettings,
  ) {
    this.#kept = new ProtectedKeys(port, names);
    this.#protected = new Categories('protected', kept);
    this.#evictable = new Categories('evictable', evictable);
    this.#all = [...kept.keys(), ...evictable.keys()];
  }

  async storeProtected(category: string, key: string | number, value: unknown): Promise<void> {
    this.#protected.find(category);
    const text = encodeValue(value);
    await askRedis(`storeProtected('${category}')`, this.#kept.store(category, encodeKey(key), text));
  }

  async storeEvictable(category: string, key: string | number, value: unknown, ttl?: Duration): Promise<void> {
    const { ttlMs } = this.#evictable.find(category);
    const ms = ttl === undefined ? ttlMs : Math.ceil(parseDuration(ttl, 'ttl'));
    const command = ['SET', this.#nameOf(category, encodeKey(key)), encodeValue(value), 'PX', String(ms)];
    await askRedis(`storeEvictable('${category}')`, this.port.send(command));
  }

  /** The values of keys at one moment, in their order; `undefined` for those that are not there. */
  async getMany<T>(category: string, keys: readonly (string | number)[]): Promise<(T | undefined)[]> {
    const texts = keys.map(encodeKey);
    const isProtected = this.#isProtected(category);
    if (texts.length === 0) return [];
    const asked = isProtected
      ? this.#kept.read(category, texts)
      : this.port.send(['MGET', ...texts.map((key) => this.#nameOf(category, key))]);
    const found = (await askRedis(`get('${category}')`, asked)) as (string | null)[];
    return found.map((text) => (text === null ? undefined : (JSON.parse(text) as T)));
  }

  /** Answers whether there was an entry. */
  async delete(category: string, key: string | number): Promise<boolean> {
    const text = encodeKey(key);
    const asked = this.#isProtected(category)
      ? this.#kept.delete(category, text)
      : this.port.send(['UNLINK', this.#nameOf(category, text)]);
    return Number(await askRedis(`delete('${category}')`, asked)) > 0;
  }

  /** Throws `UNKNOWN_CATEGORY` where no protected category has that name. */
  mustBeProtected(category: string): void {
    this.#protected.find(category);
  }

  #nameOf(category: string, key: string): string {
    return this.names.evictable(category) + key;
  }

  #isProtected(category: string): boolean {
    if (this.#protected.has(category)) return true;
    if (this.#evictable.has(category)) return false;
    throw unknownCategory('category', category, this.#all);
  }
}
