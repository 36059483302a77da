import type { RedisReading } from './redis-reading.js';

/** Something in the server's set-up that endangers protected keys, and what to do about it. */
export interface RedisFinding {
  readonly text: string;
  readonly remedy: string;
}

/** What is wrong in how a server is set up for protected and evictable keys. */
export function auditRedis({ maxBytes, policy }: Pick<RedisReading, 'maxBytes' | 'policy'>): RedisFinding[] {
  const findings: RedisFinding[] = [];
  if (maxBytes === undefined) {
    findings.push({
      text: 'maxmemory is 0, so that nothing bounds this Redis before the machine does',
      remedy: 'set maxmemory, or the option limit where the server does not say it',
    });
  }
  if (policy.startsWith('allkeys-')) {
    findings.push({
      text: `maxmemory-policy is ${policy}, which evicts protected keys too`,
      remedy: 'set it to volatile-lru or volatile-lfu',
    });
  } else if (!policy.startsWith('volatile-')) {
    findings.push({
      text: `maxmemory-policy is ${policy}, so that writes fail once memory is full although there are evictable keys`,
      remedy: 'set it to volatile-lru or volatile-lfu',
    });
  }
  return findings;
}
