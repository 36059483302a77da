/**
 * KEYS: what was cleared. ARGV: most tags that are remembered, where the number of everything begins unless it has, tags; none for
 * everything. Counts the clearing: `a` of everything, `t:<tag>` of a tag. Answers 1 where everything was cleared, be it for want of
 * room.
 */
export const CLEAR = `
redis.call('HSETNX', KEYS[1], 'a', ARGV[2])
for i = 3, #ARGV do redis.call('HINCRBY', KEYS[1], 't:' .. ARGV[i], 1) end
if #ARGV > 2 and redis.call('HLEN', KEYS[1]) <= tonumber(ARGV[1]) then return 0 end
local all = redis.call('HINCRBY', KEYS[1], 'a', 1)
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'a', all)
return 1`;
