import { test } from 'node:test';
import { RedisServer } from './redis-server.mjs';

/** A test that needs a Redis server: skipped by name where none is installed, except with CI=true, where that is a failure. */
export function redisTest(name, run) {
  const isSkipped = !RedisServer.isExpected;
  test(isSkipped ? `${name} (skipped: no redis-server is installed)` : name, { skip: isSkipped }, run);
}
