import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CacheMemoryError } from '../../engine/errors.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { everyProvider } from '../instances/every-provider.js';
import { DurableTenantRegistry } from '../tenants/durable-tenant-registry.js';
import { decoratedMethods } from './decorated-methods.js';
import { type InstanceOwner, InstanceOwners } from './instance-owners.js';
import { instanceEnded, whileHeld } from './while-held.js';

/** Those of the applications that run in this process. */
const open = new Set<MethodCaches>();

/** The caches as decorated methods see them. Nest injects it into every class that has such a method. */
@Injectable()
export class MethodCaches implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #owners: InstanceOwners;

  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly modules: ModulesContainer,
    private readonly tenants: DurableTenantRegistry,
  ) {
    this.#owners = new InstanceOwners(modules);
  }

  /**
   * Those of the one application that runs, for an instance that Nest did not make; `undefined` where none runs. Throws
   * `MODULE_SETUP` where there are several.
   */
  static ofTheOnlyApplication(): MethodCaches | undefined {
    const [first, ...others] = open;
    if (others.length === 0) return first;
    throw new CacheMemoryError('MODULE_SETUP', {
      subject: 'a decorated method of an instance that Nest did not make',
      expected: 'one application in this process',
      found: `${others.length + 1}`,
      remedy: 'make the instance with moduleRef.create(), so that it is known whose caches it uses',
    });
  }

  /** The cache of a region, the default one unless named. Throws `UNKNOWN_REGION`. */
  region(name: string | undefined): MethodInstanceCache {
    return this.cacheMemory.region(name);
  }

  /** Whose instance it is. */
  ownerOf(instance: object): InstanceOwner {
    return this.#owners.ownerOf(instance);
  }

  /**
   * Runs a method of an owner's instance. A tenant's sub-tree stays in use meanwhile, even if its request ends before. Throws
   * `LEASE_ENDED` where it was disposed before the method could begin.
   */
  runFor({ tree }: InstanceOwner, run: () => unknown): unknown {
    if (tree?.hasEnded) throw instanceEnded(tree.tenant);
    return whileHeld(tree && this.tenants.hold(tree), run);
  }

  /** Checks that every region that a decorator names was declared. Throws `UNKNOWN_REGION`. */
  onApplicationBootstrap(): void {
    for (const { metatype } of everyProvider(this.modules)) {
      for (const { region, subject } of decoratedMethods(metatype)) this.#checkRegion(region, subject);
    }
    open.add(this);
  }

  onApplicationShutdown(): void {
    open.delete(this);
  }

  #checkRegion(name: string | undefined, subject: string): void {
    try {
      this.region(name);
    } catch (error) {
      if (!(error instanceof CacheMemoryError)) throw error;
      throw new CacheMemoryError(error.code, { ...error.problem, subject }, { cause: error });
    }
  }
}
