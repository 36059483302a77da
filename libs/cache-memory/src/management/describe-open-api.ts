import { createRequire } from 'node:module';
import type { Type } from '@nestjs/common';
import { policies } from '../engine/eviction/policies.js';

/** The decorators of `@nestjs/swagger` that describe the endpoints. */
interface OpenApiDecorators {
  ApiTags(...tags: string[]): ClassDecorator;
  ApiOperation(operation: { summary: string }): MethodDecorator;
  ApiBody(body: { schema: object; required: boolean }): MethodDecorator;
  ApiQuery(query: { name: string; required: boolean; schema: object }): MethodDecorator;
  ApiProduces(...types: string[]): MethodDecorator;
}

const SUMMARIES: Readonly<Record<string, string>> = {
  status: 'Statistics of every region and in total, memory, and what may be done',
  memory: 'The report of the last look at memory',
  events: 'A stream of server-sent events: status, pressure, relief, alert',
  region: 'Statistics of one region',
  entries: 'A page of the entries of a region, without their values',
  check: 'Makes a memory check',
  evict: 'Evicts what may be evicted: all of it, a fraction, or so many bytes, from all regions or from one',
  reset: 'Lets every region count anew',
  collect: 'Collects garbage, where the process exposes it',
  configureMemory: 'Changes the memory limit or the thresholds',
  configureRegion: 'Changes bounds, lifetimes or the policy of a region',
  clear: 'Removes every entry of a region, protected ones too',
};

const size = {
  oneOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', example: '64MB' },
  ],
};
const duration = { oneOf: [{ type: 'number' }, { type: 'string', example: '30s' }], nullable: true };
const share = { type: 'number', exclusiveMinimum: true, minimum: 0, maximum: 1 };

const BODIES: Readonly<Record<string, { schema: object; required: boolean }>> = {
  evict: body({ region: { type: 'string' }, fraction: share, bytes: size }, false),
  configureMemory: body({
    limit: { ...size, description: "'auto', bytes, a size or a share such as '50%'" },
    thresholds: { type: 'object', properties: { warning: share, eviction: share, critical: share } },
    forceCollection: { type: 'boolean' },
    deferHeapAbort: { type: 'boolean' },
  }),
  configureRegion: body({
    maxEntries: { type: 'integer', minimum: 1, nullable: true },
    maxBytes: { ...size, nullable: true },
    ttl: duration,
    idleTtl: duration,
    loadTimeout: duration,
    staleWhileRevalidate: duration,
    grace: duration,
    refreshAhead: { ...share, exclusiveMaximum: true, nullable: true },
    jitter: { ...share, exclusiveMaximum: true, nullable: true },
    negativeTtl: duration,
    policy: { type: 'string', enum: Object.keys(policies) },
  }),
};

const QUERY = [
  { name: 'offset', required: false, schema: { type: 'integer', minimum: 0, default: 0 } },
  { name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } },
  { name: 'order', required: false, schema: { enum: ['none', 'accesses', 'cost', 'weight', 'age', 'idle'] } },
];

/** Describes the endpoints for OpenAPI where the application has `@nestjs/swagger`; elsewhere it does nothing. */
export function describeOpenApi(...controllers: readonly Type[]): void {
  const swagger = findSwagger();
  if (!swagger) return;
  for (const controller of controllers) {
    swagger.ApiTags('cache-memory')(controller);
    for (const [method, summary] of Object.entries(SUMMARIES)) {
      const decorators = [swagger.ApiOperation({ summary })];
      if (BODIES[method]) decorators.push(swagger.ApiBody(BODIES[method]));
      if (method === 'entries') decorators.push(...QUERY.map((query) => swagger.ApiQuery(query)));
      if (method === 'events') decorators.push(swagger.ApiProduces('text/event-stream'));
      const owner = controller.prototype as Record<string, unknown>;
      if (typeof owner[method] !== 'function') continue;
      const descriptor = { value: owner[method] } as PropertyDescriptor;
      for (const decorate of decorators) decorate(owner, method, descriptor);
    }
  }
}

function body(properties: object, required = true): { schema: object; required: boolean } {
  return { schema: { type: 'object', properties, additionalProperties: false }, required };
}

/** `@nestjs/swagger` where it can be loaded. */
function findSwagger(): OpenApiDecorators | undefined {
  try {
    return createRequire(import.meta.url)('@nestjs/swagger') as OpenApiDecorators;
  } catch {
    return undefined;
  }
}
