import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';
import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { suggestName } from '../../engine/options/nearest-name.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import type { Constructor } from '../../engine/instances/instance-factory.js';
import type { CacheableClass } from './cacheable-class.js';
import { CacheableMark, type CacheableInstanceOptions } from './cacheable-instance.decorator.js';

/** The region of classes that name none, declared by the first of them unless the application declares it. */
const INSTANCES_REGION = 'instances';
const MAX_INSTANCES = 1_000;

/** The classes that are marked by `@CacheableInstance` and registered as providers, by name. It makes no instance. */
@Injectable()
export class MethodRegistry implements OnModuleInit {
  #classes: ReadonlyMap<string, CacheableClass> | undefined;

  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly modules: ModulesContainer,
  ) {}

  /** Throws `MODULE_SETUP` where two classes have one name, or a class is not transient; `UNKNOWN_REGION`. */
  onModuleInit(): void {
    this.#known();
  }

  /** Every class, in the order in which Nest knows them. */
  classes(): readonly CacheableClass[] {
    return [...this.#known().values()];
  }

  /** A class by itself or by its name. Throws `UNKNOWN_CLASS`. */
  find(target: string | Constructor): CacheableClass {
    const found =
      typeof target === 'string' ? this.#known().get(target) : this.classes().find(({ type }) => type === target);
    if (found) return found;
    const name = typeof target === 'function' ? target.name : target;
    throw new CacheMemoryError('UNKNOWN_CLASS', {
      subject: 'MethodExecutor',
      expected: 'a class that is marked by @CacheableInstance() and provided by a module',
      found: describeValue(name),
      remedy: suggestName(name, this.#known().keys()),
    });
  }

  #known(): ReadonlyMap<string, CacheableClass> {
    this.#classes ??= this.#discover();
    return this.#classes;
  }

  #discover(): ReadonlyMap<string, CacheableClass> {
    const classes = new Map<string, CacheableClass>();
    const providers = new DiscoveryService(this.modules).getProviders({ metadataKey: CacheableMark.KEY });
    for (const { metatype, isTransient } of providers) {
      if (typeof metatype !== 'function') continue;
      const found = this.#describe(metatype as Constructor);
      const before = classes.get(found.name);
      if (before?.type === found.type) continue;
      if (before) throw sameName(found.name);
      if (!isTransient) throw notTransient(found.name);
      classes.set(found.name, found);
    }
    return classes;
  }

  #describe(type: Constructor): CacheableClass {
    const options = Reflect.getMetadata(CacheableMark.KEY, type) as CacheableInstanceOptions;
    const { name = type.name, region = INSTANCES_REGION, ...entry } = options;
    return { name, type, entry, cache: this.#region(region, name) };
  }

  #region(region: string, name: string): MethodInstanceCache {
    const declared = this.cacheMemory.regions();
    const cache = declared.find((each) => each.region === region);
    if (cache) return cache;
    if (region === INSTANCES_REGION) return this.cacheMemory.addRegion({ region, maxEntries: MAX_INSTANCES });
    throw new CacheMemoryError('UNKNOWN_REGION', {
      subject: `@CacheableInstance() on ${name}`,
      expected: 'a region that was declared',
      found: describeValue(region),
      remedy: suggestName(
        region,
        declared.map((each) => each.region),
      ),
    });
  }
}

function sameName(name: string): CacheMemoryError {
  return new CacheMemoryError('MODULE_SETUP', {
    subject: `@CacheableInstance() on ${name}`,
    expected: 'a name of its own',
    found: 'two classes of that name',
    remedy: 'give one of them another: @CacheableInstance({ name })',
  });
}

function notTransient(name: string): CacheMemoryError {
  return new CacheMemoryError('MODULE_SETUP', {
    subject: `@CacheableInstance() on ${name}`,
    expected: 'a transient provider',
    found: 'one of another scope',
    remedy: 'leave out @Injectable(), or write it below @CacheableInstance()',
  });
}
