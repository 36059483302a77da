import { describe, expect, it } from '@jest/globals';
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
