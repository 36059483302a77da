import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type CanActivate,
  type INestApplication,
  Injectable,
  type VersioningOptions,
  VersioningType,
} from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { CacheManagementModule } from '../management/cache-management.module.js';
import { CacheMemoryModule } from '../nest/cache-memory.module.js';
import { CacheDashboardModule } from './cache-dashboard.module.js';
import type { DashboardOptions } from './dashboard-options.js';

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

const adapters = { Express: undefined, Fastify: FastifyAdapter };
const applications: INestApplication[] = [];

/** An application with the page; answers its address. */
async function start(
  adapter: keyof typeof adapters,
  prefix: string,
  options: DashboardOptions = {},
  versioning?: VersioningOptions,
): Promise<string> {
  const imports = [
    CacheMemoryModule.forRoot(),
    CacheManagementModule.forRoot({ allowUnguarded: true, path: options.endpoints }),
    CacheDashboardModule.forRoot(options),
  ];
  const fixture = await Test.createTestingModule({ imports }).compile();
  const Adapter = adapters[adapter];
  const application = Adapter ? fixture.createNestApplication(new Adapter()) : fixture.createNestApplication();
  application.useLogger(false);
  if (prefix) application.setGlobalPrefix(prefix);
  if (versioning) application.enableVersioning(versioning);
  await application.listen(0, '127.0.0.1');
  applications.push(application);
  return application.getUrl();
}

/** Every address that the page names, as a browser would resolve it. */
function addressesIn(html: string, page: string): string[] {
  const named = [...html.matchAll(/(?:href|src)="([^"]+)"|name="endpoints" content="([^"]+)"/g)];
  return named.map(([, file, endpoints]) => new URL((file ?? endpoints)!, page).href);
}

describe('the page', () => {
  afterEach(async () => {
    for (const application of applications.splice(0)) await application.close();
  });

  describe.each(['Express', 'Fastify'] as const)('on %s', (adapter) => {
    it.each([
      ['at its own path', '', {}, '/cache-memory-dashboard'],
      ['below a global prefix', 'api/v1', {}, '/api/v1/cache-memory-dashboard'],
      ['at deep paths', '', { path: 'ops/caches/page', endpoints: 'ops/caches/data' }, '/ops/caches/page'],
    ])('names addresses that exist, with and without a slash at its end: %s', async (_where, prefix, options, path) => {
      const url = await start(adapter, prefix, options);
      for (const page of [`${url}${path}`, `${url}${path}/`, `${url}${path}?a=b/`, `${url}${path}/?a=b`]) {
        const answer = await fetch(page);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
        const addresses = addressesIn(await answer.text(), answer.url);
        expect(addresses).toHaveLength(6);
        for (const address of addresses) expect([address, (await fetch(address)).status]).toEqual([address, 200]);
      }
    });

    it.each<VersioningOptions>([
      { type: VersioningType.URI, defaultVersion: '1' },
      { type: VersioningType.HEADER, header: 'x-version', defaultVersion: '1' },
      { type: VersioningType.MEDIA_TYPE, key: 'v=', defaultVersion: '1' },
    ])('asks for no version, which a browser cannot tell of a page or a stream: %j', async (versioning) => {
      const url = await start(adapter, '', {}, versioning);
      for (const page of [`${url}/cache-memory-dashboard`, `${url}/cache-memory-dashboard/`]) {
        const answer = await fetch(page);
        for (const address of addressesIn(await answer.text(), answer.url)) {
          expect([address, (await fetch(address)).status]).toEqual([address, 200]);
        }
      }
      const stream = await fetch(`${url}/cache-memory/events`);
      expect(stream.headers.get('content-type')).toContain('text/event-stream');
    });

    it('gives no other file', async () => {
      const url = await start(adapter, '');
      for (const name of ['index.html', '..%2fpackage.json', '%2e%2e/package.json', '__proto__', 'constructor']) {
        expect((await fetch(`${url}/cache-memory-dashboard/${name}`)).status).toBe(404);
      }
    });

    it('asks its guards', async () => {
      const url = await start(adapter, '', { guards: [NobodyGuard] });
      for (const path of ['', '/', '/main.js']) {
        expect((await fetch(`${url}/cache-memory-dashboard${path}`)).status).toBe(403);
      }
    });
  });

  it('has no redirect where Fastify was told to overlook the slash', async () => {
    const imports = [CacheMemoryModule.forRoot(), CacheDashboardModule.forRoot()];
    const fixture = await Test.createTestingModule({ imports }).compile();
    const options = { routerOptions: { ignoreTrailingSlash: true } };
    const application = fixture.createNestApplication(new FastifyAdapter(options));
    application.useLogger(false);
    await application.listen(0, '127.0.0.1');
    applications.push(application);
    const page = `${await application.getUrl()}/cache-memory-dashboard/`;
    expect(await (await fetch(page)).text()).toContain('src="./main.js"');
  });

  it.each([
    [{ path: '../x' }, /path of letters/],
    [{ paths: 'x' } as never, /path/],
    [{ guards: NobodyGuard } as never, /list of guards/],
  ])('refuses options that make no sense: %j', (options, message) => {
    expect(() => CacheDashboardModule.forRoot(options)).toThrow(message);
  });
});
