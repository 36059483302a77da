import { redisScript, type RedisScript } from '../connection/run-script.js';

/** What a lock holds while nobody need have it. */
export const FREE = 'free';

/**
 * KEYS: lock, counter. ARGV: a random name, milliseconds. Takes the lock: answers its fencing token, which is the next number and the
 * name, since a counter may be lost with the server's memory; or what it holds and for how many milliseconds.
 */
export const TAKE: RedisScript = redisScript(`
local held = redis.call('GET', KEYS[1])
if held then return { held, redis.call('PTTL', KEYS[1]) } end
local lock = redis.call('INCR', KEYS[2]) .. ':' .. ARGV[1]
redis.call('SET', KEYS[1], lock, 'PX', ARGV[2])
return lock`);

/** KEYS: lock. ARGV: its token, milliseconds. Answers 1 where it is kept. */
export const KEEP: RedisScript = redisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** KEYS: lock. ARGV: its token, milliseconds for which nobody need have it. */
export const RELEASE: RedisScript = redisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[1], '${FREE}', 'PX', ARGV[2]) else redis.call('DEL', KEYS[1]) end
return 1`);
