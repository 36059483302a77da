import { describe, expect, it } from '@jest/globals';
import { cacheMemoryOptions } from './cache-memory-options.js';
import { listeningOptions } from './listening-options.js';

describe('listeningOptions', () => {
  it('listens on this machine alone unless told otherwise', () => {
    expect(listeningOptions({})).toEqual({ host: '127.0.0.1', port: 3000 });
    expect(listeningOptions({ HOST: '0.0.0.0', PORT: '0' })).toEqual({ host: '0.0.0.0', port: 0 });
  });

  it.each(['abc', '-1', '70000', '80.5', '1e3'])('refuses port %s', (port) => {
    expect(() => listeningOptions({ PORT: port })).toThrow(`found '${port}'`);
  });
});

describe('cacheMemoryOptions', () => {
  it('takes interval and limit from the environment', () => {
    expect(cacheMemoryOptions({})).toEqual({ memory: { checkInterval: '30s' } });
    expect(cacheMemoryOptions({ CACHE_CHECK_INTERVAL: '1s', CACHE_MEMORY_LIMIT: '512MB' })).toEqual({
      memory: { checkInterval: '1s', limit: '512MB' },
    });
  });
});
