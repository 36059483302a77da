import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { getCacheToken } from '../nest/get-cache-token.js';
import { CacheKeyvStore } from './cache-keyv-store.js';
import { keyvOptions } from './keyv-options.js';

/** The class `Keyv` of the package keyv, 5 or 6. */
export type KeyvClass<Instance> = new (options: any) => Instance;

/** What `CacheModule.registerAsync` of `@nestjs/cache-manager` takes. */
export interface RegionStores<Store> {
  /** The token of the region. */
  readonly inject: string[];
  /** Makes the options of `CacheModule` from the region. */
  readonly useFactory: (cache: MethodInstanceCache<any, any>) => { stores: Store[] };
}

/**
 * Puts `CacheModule` of `@nestjs/cache-manager` on a region: `CacheModule.registerAsync(regionStores('responses', Keyv))`. With the
 * class `Keyv` values stay the instances that they are; without it Keyv serialises them. Throws `INVALID_OPTION` for what is no name of a
 * region.
 */
export function regionStores(region: string): RegionStores<CacheKeyvStore>;
export function regionStores<Instance>(region: string, Keyv: KeyvClass<Instance>): RegionStores<Instance>;
export function regionStores(region: string, Keyv?: KeyvClass<unknown>): RegionStores<unknown> {
  return {
    inject: [getCacheToken(region)],
    useFactory: (cache) => ({ stores: [Keyv ? new Keyv(keyvOptions(cache)) : new CacheKeyvStore(cache)] }),
  };
}
