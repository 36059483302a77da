import type { EvictionPolicyFactory } from './eviction-policy.js';
import { LruPolicy } from './lru.js';

/** The eviction policies that have a name. */
export type PolicyName = 'lru';

/** Each named policy and how it is made. */
export const policies: Readonly<Record<PolicyName, EvictionPolicyFactory>> = {
  lru: () => new LruPolicy(),
};
