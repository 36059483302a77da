import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CacheMemoryError } from '../engine/errors.js';
import { CacheMemory } from '../standalone/cache-memory.js';

/** Paths beneath the endpoints that are no region. */
const OWN_PATHS: readonly string[] = ['memory', 'events'];

/** Refuses an application whose region has the name of an endpoint, since nobody would reach it. Throws `INVALID_OPTION`. */
@Injectable()
export class CheckReachableRegions implements OnApplicationBootstrap {
  constructor(private readonly cacheMemory: CacheMemory) {}

  onApplicationBootstrap(): void {
    const hidden = this.cacheMemory.regions().find(({ region }) => OWN_PATHS.includes(region.toLowerCase())); // Express takes no notice of case
    if (hidden === undefined) return;
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: 'name of a region',
      expected: `another name than ${OWN_PATHS.map((path) => `'${path}'`).join(' and ')}, which are management endpoints`,
      found: `'${hidden.region}'`,
      remedy: `rename the region, such as '${hidden.region}-cache'`,
    });
  }
}
