import { Inject } from '@nestjs/common';
import { getCacheToken } from './get-cache-token.js';

/** Injects the cache of a region. The default region's cache is injected by its class, `MethodInstanceCache`. */
export function InjectCache(region: string): PropertyDecorator & ParameterDecorator {
  return Inject(getCacheToken(region));
}
