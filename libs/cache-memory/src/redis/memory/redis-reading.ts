/** What a server says of its memory. Bytes, shares from 0 to 1. */
export interface RedisReading {
  /** Bytes that count towards the limit. */
  readonly usedBytes: number;
  /** `maxmemory`; `undefined` where there is none. */
  readonly maxBytes: number | undefined;
  /** Memory that the system gave to the server, for each byte in use. */
  readonly fragmentation: number;
  /** `maxmemory-policy`; `unknown` where the server does not say. */
  readonly policy: string;
  /** Keys of the database in use. */
  readonly keys: number;
  /** Those of them that have a lifetime. */
  readonly expires: number;
  /** Keys that the server itself has evicted since its start. */
  readonly evictedKeys: number;
  /** Values that were unlinked and are not freed yet. */
  readonly pendingFrees: number;
}

/** Reads the sections memory, stats and keyspace of INFO. */
export function readInfo(info: string, database: number): RedisReading {
  const fields = new Map(
    info.split(/\r?\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf(':');
      return at < 0 || line.startsWith('#') ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  const number = (name: string): number => Number(fields.get(name) ?? 0) || 0;
  const space = new Map(
    (fields.get(`db${database}`) ?? '').split(',').map((part) => part.split('=') as [string, string]),
  );
  return {
    usedBytes: Math.max(0, number('used_memory') - number('mem_not_counted_for_evict')),
    maxBytes: number('maxmemory') || undefined,
    fragmentation: number('mem_fragmentation_ratio'),
    policy: fields.get('maxmemory_policy') ?? 'unknown',
    keys: Number(space.get('keys') ?? 0),
    expires: Number(space.get('expires') ?? 0),
    evictedKeys: number('evicted_keys'),
    pendingFrees: number('lazyfree_pending_objects'),
  };
}
