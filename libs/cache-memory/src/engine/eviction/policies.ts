import type { EvictionPolicyFactory } from './eviction-policy.js';
import { HybridPolicy } from './hybrid.js';
import { LfuPolicy } from './lfu.js';
import { LruPolicy } from './lru.js';
import { S3FifoPolicy } from './s3-fifo.js';
import { SizePolicy } from './size.js';
import { TtlPolicy } from './ttl.js';
import { WTinyLfuPolicy } from './w-tiny-lfu.js';

/** The eviction policies that have a name. */
export type PolicyName = 'lru' | 'lfu' | 'ttl' | 'size' | 's3-fifo' | 'w-tiny-lfu' | 'hybrid';

/** Each named policy and how it is made. */
export const policies: Readonly<Record<PolicyName, EvictionPolicyFactory>> = {
  lru: () => new LruPolicy(),
  lfu: () => new LfuPolicy(),
  ttl: (entries) => new TtlPolicy(entries),
  size: (entries) => new SizePolicy(entries),
  's3-fifo': (entries) => new S3FifoPolicy(entries),
  'w-tiny-lfu': (entries) => new WTinyLfuPolicy(entries),
  hybrid: (entries) => new HybridPolicy(entries),
};
