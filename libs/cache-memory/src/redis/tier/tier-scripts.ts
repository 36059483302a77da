import { redisScript, type RedisScript } from '../connection/run-script.js';

/**
 * KEYS: what was cleared. ARGV: most tags that are remembered, tags; none for everything. Counts the clearing: `a` of everything,
 * `t:<tag>` of a tag. Answers 1 where everything was cleared, be it for want of room.
 */
export const CLEAR: RedisScript = redisScript(`
for i = 2, #ARGV do redis.call('HINCRBY', KEYS[1], 't:' .. ARGV[i], 1) end
if #ARGV > 1 and redis.call('HLEN', KEYS[1]) <= tonumber(ARGV[1]) then return 0 end
local all = redis.call('HINCRBY', KEYS[1], 'a', 1)
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'a', all)
return 1`);
