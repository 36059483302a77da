import type { MethodInstanceCache } from '../engine/method-instance-cache.js';
import { CacheKeyvStore } from './cache-keyv-store.js';

/** What a `Keyv` is made with that keeps values as they are in a region; `any` is what the types of both Keyv 5 and 6 take. */
export interface KeyvInstanceOptions {
  readonly store: CacheKeyvStore;
  /** `undefined`: Keyv 5 does not serialise. */
  readonly serialize: any;
  /** `undefined`, likewise. */
  readonly deserialize: any;
  /** `false`: Keyv 6 does not serialise. */
  readonly serialization: false;
  /** `undefined`: keys are in the region as they are. */
  readonly namespace: any;
  /** `false`: the store puts a namespace before keys itself. */
  readonly useKeyPrefix: false;
}

/**
 * Options for a `Keyv`, 5 or 6, over a region: `new Keyv(keyvOptions(cache))`. Values are not serialised: what is read is the
 * instance that was stored. Keys are in the region as they are; with a namespace, as in
 * `new Keyv({ ...keyvOptions(cache), namespace: 'shop' })`, as `shop::key`.
 */
export function keyvOptions(cache: MethodInstanceCache<any, any>): KeyvInstanceOptions {
  return {
    store: new CacheKeyvStore(cache),
    serialize: undefined,
    deserialize: undefined,
    serialization: false,
    namespace: undefined,
    useKeyPrefix: false,
  };
}
