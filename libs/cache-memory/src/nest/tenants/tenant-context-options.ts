import type { ContextIdStrategy } from '@nestjs/core';
import { type ByteSize, parseByteSize } from '../../engine/options/byte-size.js';
import { type Duration, parseDuration } from '../../engine/options/duration.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { callable, must, positiveInteger, readOptions } from '../../engine/options/option-rules.js';
import { checkRegionName } from '../../standalone/region-options.js';

/** How requests are told to tenants, and how many tenants are kept. */
export interface TenantContextOptions<R = any> {
  /** Whose request it is; `undefined` for nobody's, whose durable providers then live as long as the request. */
  readonly tenantOf: (request: R) => string | undefined;
  /** The most tenants whose sub-trees are kept, the least recently used leave first; those in use by requests are kept besides. */
  readonly maxEntries: number;
  /** How long a sub-tree is kept that no request asks for; no limit unless said. */
  readonly idleTtl?: Duration | undefined;
  /** How long a sub-tree is kept at all; no limit unless said. */
  readonly ttl?: Duration | undefined;
  /** Bytes that a tenant's sub-tree holds, roughly: by it memory pressure weighs tenants against entries; `'1MB'` unless said. */
  readonly weight?: ByteSize | undefined;
  /**
   * What durable providers are given for `REQUEST`, made once for a sub-tree; `{ tenantId }` unless said. It must not hold the
   * request, which would then live as long as the tenant.
   */
  readonly payload?: ((tenant: string, request: R) => object) | undefined;
  /** The strategy that was there before: it is asked about requests of nobody. */
  readonly next?: ContextIdStrategy | undefined;
  /**
   * Tells when a request is over, where it is neither Express's nor Fastify's: calls `ended` then, once, and answers `true`;
   * `false` for a request whose end it cannot see.
   */
  readonly onRequestEnd?: ((request: R, ended: () => void) => boolean) | undefined;
  /** How long a sub-tree stays in use by a request whose end nobody can see; 30 s unless said. */
  readonly unseenLease?: Duration | undefined;
  /** How long a sub-tree stays in use, at most, by a handler whose client has left; 1 minute unless said. */
  readonly abandonedLease?: Duration | undefined;
  /** The name of the region in statistics; `tenants` unless said. */
  readonly region?: string | undefined;
}

/** The options once they are read. */
export interface TenantContextSettings {
  readonly tenantOf: (request: unknown) => unknown;
  readonly maxEntries: number;
  readonly idleTtlMs: number | undefined;
  readonly ttlMs: number | undefined;
  readonly weight: number;
  readonly payload: (tenant: string, request: unknown) => object;
  readonly next: ContextIdStrategy | undefined;
  readonly onRequestEnd: ((request: unknown, ended: () => void) => boolean) | undefined;
  readonly unseenMs: number;
  readonly abandonedMs: number;
  readonly region: string;
}

const rules = {
  tenantOf: callable<(request: unknown) => unknown>('a function (request) => tenant'),
  maxEntries: positiveInteger,
  idleTtl: parseDuration,
  ttl: parseDuration,
  weight: parseByteSize,
  payload: callable<(tenant: string, request: unknown) => object>('a function (tenant, request) => object'),
  next: must<ContextIdStrategy>(
    'a ContextIdStrategy',
    (value) => typeof (value as ContextIdStrategy | null)?.attach === 'function',
  ),
  onRequestEnd: callable<(request: unknown, ended: () => void) => boolean>('a function (request, ended) => boolean'),
  unseenLease: parseDuration,
  abandonedLease: parseDuration,
  region: (value: unknown) => checkRegionName(value),
};

const SUBJECT = 'TenantContextStrategy';

/** Reads the options. Throws `UNKNOWN_OPTION`, `INVALID_OPTION`, or `UNBOUNDED_CACHE` without `maxEntries`. */
export function readTenantOptions(options: unknown): TenantContextSettings {
  const read = readOptions(options, rules, SUBJECT);
  if (read.maxEntries === undefined) {
    throw new CacheMemoryError('UNBOUNDED_CACHE', {
      subject: SUBJECT,
      expected: 'maxEntries: the most tenants that are kept',
      found: 'none',
      remedy: 'add it, for example maxEntries: 50',
    });
  }
  return Object.freeze({
    tenantOf: read.tenantOf ?? rules.tenantOf(undefined, `${SUBJECT}.tenantOf`),
    maxEntries: read.maxEntries,
    idleTtlMs: read.idleTtl,
    ttlMs: read.ttl,
    weight: read.weight ?? 2 ** 20,
    payload: read.payload ?? ((tenantId: string) => ({ tenantId })),
    next: read.next,
    onRequestEnd: read.onRequestEnd,
    unseenMs: read.unseenLease ?? 30_000,
    abandonedMs: read.abandonedLease ?? 60_000,
    region: read.region ?? 'tenants',
  });
}
