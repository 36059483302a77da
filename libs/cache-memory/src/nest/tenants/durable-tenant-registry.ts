import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { EntryInfo } from '../../engine/entries/entry-info.js';
import { CacheMemoryError } from '../../engine/errors.js';
import type { Lease } from '../../engine/leasing/lease.js';
import type { MethodInstanceCache } from '../../engine/method-instance-cache.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { contextInstances } from '../instances/context-instances.js';
import { endInstances } from '../instances/end-instances.js';
import type { TenantContextSettings } from './tenant-context-options.js';
import { TenantTree } from './tenant-tree.js';

type Tenants = MethodInstanceCache<string, TenantTree>;

/** Those of the applications that run in this process: Nest's strategy is one for them all. */
const open = new Set<DurableTenantRegistry>();

/** The tenants whose durable sub-trees are kept. Inject it to see them, or to give one up. */
@Injectable()
export class DurableTenantRegistry implements OnModuleInit {
  readonly #regions = new Map<TenantContextSettings, Tenants>();
  readonly #live = new Map<TenantTree, Tenants>();

  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly modules: ModulesContainer,
  ) {}

  /** The one that keeps the tenants of the process: that of the application that started first. Throws `MODULE_SETUP` where none runs. */
  static current(): DurableTenantRegistry {
    const [first] = open;
    if (first) return first;
    throw new CacheMemoryError('MODULE_SETUP', {
      subject: 'TenantContextStrategy',
      expected: 'an application that imports CacheMemoryModule.forRoot()',
      found: 'none that runs',
      remedy: 'add it to the imports of the root module',
    });
  }

  /** Nest calls it when the application starts. */
  onModuleInit(): void {
    open.add(this);
  }

  /** A lease on a tenant's sub-tree, which is made where there is none. */
  lease(settings: TenantContextSettings, tenant: string, payload: () => object): Lease<TenantTree> {
    const region = this.#region(settings);
    return region.acquireSync(tenant, () => {
      const tree = new TenantTree(tenant, payload());
      this.#live.set(tree, region);
      return tree;
    });
  }

  /** A lease on a sub-tree, beside those of requests; `undefined` for one that was given up. */
  hold(tree: TenantTree): Lease<TenantTree> | undefined {
    for (const registry of open) {
      const lease = registry.#live.get(tree)?.tryAcquire(tree.tenant);
      if (lease?.value === tree) return lease;
      lease?.release();
    }
    return undefined;
  }

  /** Describes the tenants whose sub-trees are kept, by name. */
  *tenants(): IterableIterator<EntryInfo<string>> {
    for (const region of this.#regions.values()) yield* region.entries();
  }

  /** Gives up a tenant's sub-tree: its next request gets a new one. Answers whether there was one. */
  evict(tenant: string): boolean {
    return [...this.#regions.values()].map((region) => region.delete(tenant)).includes(true);
  }

  /** The sub-trees that have not ended, whichever application keeps them: those that requests still use are among them. */
  static *trees(): IterableIterator<TenantTree> {
    for (const registry of open) yield* registry.#live.keys();
  }

  /** Ends the registry, and what this application made for tenants that another one keeps. */
  async close(): Promise<void> {
    if (!open.delete(this)) return;
    for (const { contextId } of DurableTenantRegistry.trees())
      await endInstances(contextInstances(this.modules, contextId));
  }

  #region(settings: TenantContextSettings): Tenants {
    const known = this.#regions.get(settings);
    if (known) return known;
    const { region, maxEntries, ttlMs, idleTtlMs, weight } = settings;
    const cache = this.cacheMemory.addRegion<string, TenantTree>({
      region,
      maxEntries,
      policy: 'lru', // Nest fills a sub-tree after it was made, so that its cost is not known
      ttl: ttlMs,
      idleTtl: idleTtlMs,
      weigher: () => weight,
      dispose: (tree) => this.#end(tree),
    });
    this.#regions.set(settings, cache);
    return cache;
  }

  /** Ends what every application made for a tenant. */
  async #end(tree: TenantTree): Promise<void> {
    tree.hasEnded = true;
    this.#live.delete(tree);
    const { contextId } = tree;
    for (const { modules } of open) await endInstances(contextInstances(modules, contextId));
  }
}
