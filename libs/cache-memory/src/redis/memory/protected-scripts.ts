import { redisScript, type RedisScript } from '../connection/run-script.js';

/*
 * The steps on protected keys that nobody may see a part of. A protected key is named by category and generation; which generation
 * counts stands in the hash `state` as `current:<category>`, and the one that is being built as `building:<category>`. What is
 * stored or deleted during a rebuild is noted in the set `touched`, so that the source's older value does not undo it.
 */

/** KEYS: state. ARGV: name before the generation, category, keys. The values of keys, all of one generation. */
export const READ: RedisScript = redisScript(`
local prefix = ARGV[1] .. (redis.call('HGET', KEYS[1], 'current:' .. ARGV[2]) or '0') .. ':'
local values = {}
for i = 3, #ARGV do values[i - 2] = redis.call('GET', prefix .. ARGV[i]) end
return values`);

/** KEYS: state, lock, touched. ARGV: name before the generation, category, key, value. Stores a value without a lifetime. */
export const STORE: RedisScript = redisScript(`
local now = redis.call('HMGET', KEYS[1], 'current:' .. ARGV[2], 'building:' .. ARGV[2])
redis.call('SET', ARGV[1] .. (now[1] or '0') .. ':' .. ARGV[3], ARGV[4])
if now[2] and redis.call('GET', KEYS[2]) == now[2] then
  redis.call('SET', ARGV[1] .. now[2] .. ':' .. ARGV[3], ARGV[4])
  redis.call('SADD', KEYS[3], ARGV[3])
end
return 1`);

/** KEYS: state, lock, touched. ARGV: name before the generation, category, key. Answers how many values left: 0 or 1. */
export const DELETE: RedisScript = redisScript(`
local now = redis.call('HMGET', KEYS[1], 'current:' .. ARGV[2], 'building:' .. ARGV[2])
local left = redis.call('UNLINK', ARGV[1] .. (now[1] or '0') .. ':' .. ARGV[3])
if now[2] and redis.call('GET', KEYS[2]) == now[2] then
  redis.call('UNLINK', ARGV[1] .. now[2] .. ':' .. ARGV[3])
  redis.call('SADD', KEYS[3], ARGV[3])
end
return left`);

/** KEYS: state, lock, fence, touched. ARGV: category, milliseconds of the lock. Answers the new generation and the current one, or nothing where it is locked. */
export const BEGIN: RedisScript = redisScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then return false end
local generation = redis.call('INCR', KEYS[3])
redis.call('SET', KEYS[2], generation, 'PX', ARGV[2])
redis.call('UNLINK', KEYS[4])
redis.call('HSET', KEYS[1], 'building:' .. ARGV[1], generation)
return { tostring(generation), redis.call('HGET', KEYS[1], 'current:' .. ARGV[1]) or '0' }`);

/** KEYS: lock, touched. ARGV: generation, milliseconds of the lock, name before the key, then keys and values. Answers how many keys are new; -1 where the lock is lost. */
export const FILL: RedisScript = redisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local added = 0
for i = 4, #ARGV, 2 do
  if redis.call('SISMEMBER', KEYS[2], ARGV[i]) == 0 then
    added = added + 1 - redis.call('EXISTS', ARGV[3] .. ARGV[i])
    redis.call('SET', ARGV[3] .. ARGV[i], ARGV[i + 1])
  end
end
return added`);

/** KEYS: state, lock, touched. ARGV: generation, category. Makes the generation the current one; -1 where the lock is lost. */
export const FLIP: RedisScript = redisScript(`
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
redis.call('HSET', KEYS[1], 'current:' .. ARGV[2], ARGV[1])
redis.call('HDEL', KEYS[1], 'building:' .. ARGV[2])
redis.call('UNLINK', KEYS[3])
return 1`);

/** KEYS: lock. ARGV: generation, milliseconds of the lock. Keeps the lock; 0 where it is lost. */
export const KEEP: RedisScript = redisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** KEYS: state, lock, touched. ARGV: generation, category. Ends a rebuild, whatever came of it. */
export const END: RedisScript = redisScript(`
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'building:' .. ARGV[2])
redis.call('UNLINK', KEYS[3])
return redis.call('DEL', KEYS[2])`);
