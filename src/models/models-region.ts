import type { RegionOptions } from 'nestjs-cache-memory';
import { diskPlace } from 'nestjs-cache-memory/disk';
import type { CompiledModel } from './compiled-model.js';
import { compiledModelCodec } from './compiled-model-codec.js';
import { sourcesFingerprint } from './sources-fingerprint.js';

/**
 * Region `models`: at most ten, for an hour. With `CACHE_DIRECTORY` each compiled model is kept in that folder too, so that a
 * restart does not need the compiler.
 */
export function modelsRegion(environment: NodeJS.ProcessEnv = process.env): RegionOptions<string, CompiledModel> {
  const region: RegionOptions<string, CompiledModel> = { region: 'models', maxEntries: 10, ttl: '1h' };
  const directory = environment['CACHE_DIRECTORY'];
  if (!directory) return region;
  const place = diskPlace({ directory, maxBytes: '64MB' });
  return { ...region, tier: { place, codec: compiledModelCodec(sourcesFingerprint()), spill: 'stored' } };
}
