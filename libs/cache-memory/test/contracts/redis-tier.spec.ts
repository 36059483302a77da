import { afterAll, beforeAll } from '@jest/globals';
import { redisPlace } from '../../src/redis/tier/redis-place.js';
import type { TierPeers } from '../../src/tiers/tier.js';
import { describeRedis, RedisServer } from '../describe-redis.js';
import { describeTier } from './tier.contract.js';

const NOBODY: TierPeers = { changed: () => {}, cleared: () => {}, answers: () => {} };
let server: RedisServer;
let places = 0;

describeRedis('a tier in Redis', () => {
  beforeAll(async () => void (server = await RedisServer.start()));
  afterAll(() => server?.stop());

  describeTier('in Redis', () => {
    const place = redisPlace({ connection: { url: server.url }, namespace: `n${places++}` });
    return Promise.resolve((region) => place.open(region, NOBODY));
  });
});
