import { describe } from '@jest/globals';
import { RedisServer } from '../../../test/native/support/redis-server.mjs';

/** Tests that need a Redis server: skipped by name where none is installed, except with CI=true, where that is a failure. */
export function describeRedis(name: string, tests: () => void): void {
  if (RedisServer.isExpected) describe(name, tests);
  else describe.skip(`${name} (skipped: no redis-server is installed)`, tests);
}

export { RedisServer };
