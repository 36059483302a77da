import { describe, expect, it } from '@jest/globals';
import { connectRedis, type RedisConnectionOptions } from './connect-redis.js';

describe('connectRedis', () => {
  it.each<[RedisConnectionOptions, number]>([
    [{}, 0],
    [{ database: 3 }, 3],
    [{ url: 'redis://localhost:6379' }, 0],
    [{ url: 'redis://localhost:6379/2' }, 2],
    [{ url: 'redis://localhost:6379/2?name=shop' }, 2],
    [{ url: 'redis://localhost:6379/2', database: 3 }, 2],
  ])('knows the database that node-redis makes of %p', (options, database) => {
    expect(connectRedis(options).database).toBe(database);
  });
});
