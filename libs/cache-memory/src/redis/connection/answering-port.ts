import { CacheMemoryError } from '../../engine/errors.js';
import { withinTime } from '../../tiers/within-time.js';
import type { RedisPort } from './redis-port.js';

/** A port whose commands reject with `REDIS_FAILED` where the server has not answered in time: one that hangs closes no connection. */
export function answeringPort(port: RedisPort, timeoutMs: number): RedisPort {
  return { send: (args) => withinTime(port.send(args), timeoutMs, () => notAnswered(args[0]!, timeoutMs)) };
}

function notAnswered(command: string, timeoutMs: number): CacheMemoryError {
  return new CacheMemoryError('REDIS_FAILED', {
    subject: command,
    expected: `an answer of the Redis server within ${timeoutMs} ms`,
    found: 'none',
    remedy: 'see whether the server hangs or cannot be reached',
  });
}
