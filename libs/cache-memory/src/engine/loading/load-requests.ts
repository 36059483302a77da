import type { CacheTerms } from '../cache-terms.js';
import type { LookUp } from '../entries/look-up.js';
import type { EntryStore } from '../entries/entry-store.js';
import { NONE } from '../eviction/eviction-policy.js';
import type { Refresher } from '../freshness/refresher.js';
import type { InstanceLedger } from '../leasing/instance-ledger.js';
import type { Lease } from '../leasing/lease.js';
import { isExhaustion } from '../leasing/lease-problems.js';
import { checkLoader } from '../options/check-input.js';
import type { LoadDesk } from './load-desk.js';
import { type LoadPlan, planLoad, planSyncLoad } from './load-plan.js';
import type { Loader, LoadOptions, SyncLoader, SyncLoadOptions } from './loader.js';

/**
 * Requests of callers who bring a loader: what is there is answered, and renewed where that is due; what is missing is made; where that fails, what
 * is stale stands in, if it may. As values, or as leases on them.
 */
export class LoadRequests<K, V> {
  constructor(
    private readonly terms: CacheTerms,
    private readonly store: EntryStore<K, V>,
    private readonly lookUp: LookUp<K, V>,
    private readonly loads: LoadDesk<K, V>,
    private readonly instances: InstanceLedger<K, V>,
    private readonly refresher: Refresher<K, V>,
  ) {}

  /** A value that was found; has the next one made where that is due. */
  async serve(key: K, value: V, loader: Loader<K, V>, options: LoadOptions | undefined): Promise<V> {
    this.#renew(key, loader, options);
    return value;
  }

  /** The value of a key that is missing. */
  async load(key: K, loader: Loader<K, V>, options: LoadOptions | undefined): Promise<V> {
    const plan = this.#plan(key, loader, options);
    const loaded = this.loads.load(key, loader, plan);
    if (this.store.freshness.isBlank) return loaded;
    return loaded.catch((error: unknown) => this.refresher.standIn(key, error, plan.signal));
  }

  /** Like `load`, with a loader that answers at once. */
  loadSync(key: K, loader: SyncLoader<K, V>, options: SyncLoadOptions | undefined): V {
    const plan = this.#planSync(loader, options);
    try {
      return this.loads.loadSync(key, loader, plan);
    } catch (error) {
      return this.refresher.standIn(key, error);
    }
  }

  /** A lease on the value of a key, found or made. */
  async acquire(key: K, loader: Loader<K, V>, options: LoadOptions | undefined): Promise<Lease<V, K>> {
    const value = this.lookUp.find(key, true);
    if (value !== undefined) {
      this.#renew(key, loader, options);
      return this.#lease(key, value);
    }
    const plan = this.#plan(key, loader, options);
    try {
      return await this.loads.acquire(key, loader, plan);
    } catch (error) {
      return this.#leaseStandIn(key, error, plan.signal);
    }
  }

  /** A lease on the value of a key; `undefined` where there is none. */
  tryAcquire(key: K): Lease<V, K> | undefined {
    const value = this.lookUp.find(key, false);
    if (value !== undefined) return this.#lease(key, value);
    this.lookUp.missed(key);
    return undefined;
  }

  /** Like `acquire`, with a loader that answers at once. */
  acquireSync(key: K, loader: SyncLoader<K, V>, options: SyncLoadOptions | undefined): Lease<V, K> {
    const found = this.tryAcquire(key);
    if (found !== undefined) return found;
    const plan = this.#planSync(loader, options);
    try {
      return this.loads.acquireSync(key, loader, plan);
    } catch (error) {
      return this.#leaseStandIn(key, error);
    }
  }

  #plan(key: K, loader: unknown, options: LoadOptions | undefined): LoadPlan {
    this.terms.mustBeOpen();
    this.lookUp.missed(key);
    checkLoader(loader);
    const plan = planLoad(options, this.terms.defaults, this.terms.settings);
    plan.signal?.throwIfAborted();
    return plan;
  }

  #planSync(loader: unknown, options: SyncLoadOptions | undefined): LoadPlan {
    this.terms.mustBeOpen();
    checkLoader(loader);
    return planSyncLoad(options, this.terms.defaults, this.terms.settings);
  }

  /** Has the next value of a key made where that is due. */
  #renew(key: K, loader: Loader<K, V>, options: LoadOptions | undefined): void {
    if (this.store.freshness.isBlank) return;
    this.refresher.hit(key, loader, options, this.terms.defaults, this.terms.settings);
  }

  #lease(key: K, value: V): Lease<V, K> {
    return this.instances.lease(key, value, this.store.table.index.get(key) !== NONE);
  }

  /** A lease on what stands in for a load that failed. */
  #leaseStandIn(key: K, error: unknown, signal?: AbortSignal): Lease<V, K> {
    if (isExhaustion(error)) throw error;
    return this.#lease(key, this.refresher.standIn(key, error, signal));
  }
}
