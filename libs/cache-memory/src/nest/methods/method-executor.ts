import { Injectable, type OnModuleInit } from '@nestjs/common';
import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { suggestName } from '../../engine/options/nearest-name.js';
import { isEviction } from '../../engine/events/removal.js';
import type { Constructor } from '../../engine/instances/instance-factory.js';
import type { CacheableClass } from './cacheable-class.js';
import { methodNames } from './method-names.js';
import { MethodRegistry } from './method-registry.js';
import type { MethodAnswer, MethodArguments, MethodName } from './method-types.js';
import type { CachedInstance, RegistryStats } from './registry-stats.js';

/**
 * Runs methods on the cached instances of classes that are marked by `@CacheableInstance`. An instance is made at its first
 * call, and held while a method runs.
 */
@Injectable()
export class MethodExecutor implements OnModuleInit {
  readonly #seen = new WeakSet<object>();
  #hits = 0;
  #misses = 0;
  #evictions = 0;
  #instantiations = 0;

  constructor(private readonly registry: MethodRegistry) {}

  /** Nest calls it when the application starts. Throws `MODULE_SETUP` or `UNKNOWN_REGION` where a marked class is wrong. */
  onModuleInit(): void {
    for (const cache of this.#caches()) {
      cache.on('entry.removed', ({ key, cause }) => {
        if (isEviction(cause) && this.#isOurs(cache, key)) this.#evictions++;
      });
    }
  }

  /**
   * Runs a method on the instance of a class, and answers what it answers. Rejects with `UNKNOWN_CLASS`, `UNKNOWN_METHOD`, what
   * making the instance fails with, and the method's own error.
   */
  execute<T extends object, Name extends MethodName<T>>(
    type: Constructor<T>,
    method: Name,
    ...args: MethodArguments<T, Name>
  ): Promise<MethodAnswer<T, Name>>;
  execute<Answer = unknown>(name: string, method: string, ...args: unknown[]): Promise<Answer>;
  async execute(target: string | Constructor, method: string, ...args: unknown[]): Promise<unknown> {
    const { name, type, cache, entry } = this.registry.find(target);
    checkMethod(name, type, method);
    if (cache.has(name)) this.#hits++;
    else this.#misses++;
    const lease = await cache.instance(type, { ...entry, key: name });
    this.#see(lease.value);
    try {
      return await (lease.value as Record<string, (...given: unknown[]) => unknown>)[method]!(...args);
    } finally {
      lease.release();
    }
  }

  /** Removes every instance, and answers which there were; each is disposed when its last call has ended. */
  clearInstanceCache(): CachedInstance[] {
    const cached = this.#cached();
    for (const { name, cache } of this.registry.classes()) cache.delete(name);
    return cached;
  }

  /** Removes the instances whose lifetime has ended; answers how many left. */
  evictExpiredInstances(): number {
    const before = this.#evictions;
    for (const cache of this.#caches()) cache.evictExpired();
    return this.#evictions - before;
  }

  /** What the instances did since the application started, and what is kept now. */
  registryStats(): RegistryStats {
    const calls = this.#hits + this.#misses;
    const entries = this.#cached();
    return {
      classes: this.registry.classes().length,
      hits: this.#hits,
      misses: this.#misses,
      hitRate: calls === 0 ? 0 : this.#hits / calls,
      evictions: this.#evictions,
      totalInstantiations: this.#instantiations,
      cachedInstances: entries.length,
      entries,
    };
  }

  #see(instance: object): void {
    if (this.#seen.has(instance)) return;
    this.#seen.add(instance);
    this.#instantiations++;
  }

  #cached(): CachedInstance[] {
    return [...this.#caches()].flatMap((cache) =>
      [...cache.entries()]
        .filter(({ key }) => this.#isOurs(cache, key))
        .map(({ key, ageMs, accesses }) => ({ name: key as string, region: cache.region, ageMs, accesses })),
    );
  }

  #caches(): Set<MethodInstanceCache> {
    return new Set(this.registry.classes().map(({ cache }) => cache));
  }

  #isOurs(cache: MethodInstanceCache, key: unknown): boolean {
    return this.registry.classes().some((each: CacheableClass) => each.cache === cache && each.name === key);
  }
}

function checkMethod(name: string, type: Constructor, method: string): void {
  const names = methodNames(type);
  if (names.has(method)) return;
  throw new CacheMemoryError('UNKNOWN_METHOD', {
    subject: `MethodExecutor, class '${name}'`,
    expected: 'a method of the class',
    found: describeValue(method),
    remedy: suggestName(method, names),
  });
}
