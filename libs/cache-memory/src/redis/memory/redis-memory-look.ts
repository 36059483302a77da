import type { RedisPort } from '../connection/redis-port.js';
import { assessRedis } from './assess-redis.js';
import type { CategoryCount, KeyCensus } from './key-census.js';
import type { KeyNames } from './key-names.js';
import { readInfo, type RedisReading } from './redis-reading.js';
import type { RedisMemorySettings } from './redis-memory-options.js';
import type { RedisMemoryStats } from './redis-memory-report.js';

const SECTIONS = ['memory', 'stats', 'keyspace'];

/** Reads what a server holds. It asks for each section alone, as not every server answers for several at once. */
export async function lookAtRedis(
  port: RedisPort,
  names: KeyNames,
  database: number,
  settings: RedisMemorySettings,
  count: KeyCensus | undefined,
): Promise<RedisMemoryStats> {
  const [own, ...infos] = await Promise.all([
    settings.ownsDatabase ? port.send(['EXISTS', names.state, names.fence]) : 0,
    ...SECTIONS.map((section) => port.send(['INFO', section])),
  ]);
  const reading = readInfo(infos.join('\n'), database);
  return describeRedis(
    { ...reading, maxBytes: settings.limitBytes ?? reading.maxBytes },
    Number(own),
    settings,
    count,
    Date.now(),
  );
}

/** What a reading and the last count say together; `bookkeeping` is how many keys without a lifetime are the namespace's own. */
export function describeRedis(
  reading: RedisReading,
  bookkeeping: number,
  { ownsDatabase, thresholds }: Pick<RedisMemorySettings, 'ownsDatabase' | 'thresholds'>,
  count: KeyCensus | undefined,
  nowMs: number,
): RedisMemoryStats {
  const counted = count && { protected: total(count.protected), evictable: total(count.evictable) };
  const protectedKeys = ownsDatabase ? reading.keys - reading.expires - bookkeeping : counted?.protected.keys;
  const evictableKeys = ownsDatabase ? reading.expires : counted?.evictable.keys;
  const each = counted && counted.protected.keys > 0 ? counted.protected.bytes / counted.protected.keys : undefined;
  const protectedBytes =
    each !== undefined && protectedKeys !== undefined ? Math.round(each * protectedKeys) : undefined;
  const { level, usage, protectedShare } = assessRedis(reading, protectedBytes, thresholds);
  return {
    ...reading,
    usage,
    level,
    protectedKeys,
    evictableKeys,
    protectedBytes,
    protectedShare,
    count: count && { ...count, ageMs: Math.max(0, nowMs - count.countedAt) },
  };
}

function total(counts: Readonly<Record<string, CategoryCount>>): CategoryCount {
  const all = Object.values(counts);
  return {
    keys: all.reduce((sum, { keys }) => sum + keys, 0),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
