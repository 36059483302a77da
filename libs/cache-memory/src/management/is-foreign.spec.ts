import { describe, expect, it } from '@jest/globals';
import { isForeign } from './is-foreign.js';

describe('isForeign', () => {
  it.each([
    ['no browser', { host: 'caches:3000' }],
    ['a page of the same site', { host: 'caches:3000', 'sec-fetch-site': 'same-site', origin: 'http://other' }],
    ['a page of the same origin', { host: 'Caches:3000', origin: 'http://caches:3000' }],
    ['one behind a proxy that names the port', { host: 'caches:80', origin: 'http://caches' }],
    [
      'one behind a proxy that forwards the host',
      { host: 'pod-7:3000', 'x-forwarded-host': 'edge, caches', origin: 'http://caches' },
    ],
    ['one over HTTP/2', { ':authority': 'caches', origin: 'https://caches' }],
  ])('lets %s in', (_, headers) => {
    expect(isForeign(headers)).toBe(false);
  });

  it.each([
    ['a page of another site', { host: 'caches:3000', 'sec-fetch-site': 'cross-site' }],
    ['a page of another host', { host: 'caches:3000', origin: 'http://evil.example' }],
    ['a page of another port', { host: 'caches:3000', origin: 'http://caches:4000' }],
    [
      'a page of another host through a proxy',
      { host: 'a', 'x-forwarded-host': 'caches', origin: 'http://evil.example' },
    ],
    ['a page without an origin', { host: 'caches:3000', origin: 'null' }],
    ['a page that asks a host without a name', { origin: 'http://evil.example' }],
  ])('keeps %s out', (_, headers) => {
    expect(isForeign(headers)).toBe(true);
  });
});
