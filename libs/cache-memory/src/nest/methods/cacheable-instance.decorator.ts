import { applyDecorators, Injectable, Scope } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { EntryOptions } from '../../engine/entries/entry-options.js';
import { must, readOptions } from '../../engine/options/option-rules.js';
import { entryRules } from '../../engine/entries/entry-plan.js';
import { checkRegionName } from '../../standalone/region-options.js';

/** How the instance of a class is kept; what is left out follows the region's options. */
export interface CacheableInstanceOptions extends EntryOptions {
  /** The name by which the class is executed, and the key of its instance; the class's name unless said. */
  readonly name?: string | undefined;
  /** The region that keeps the instance; `instances` unless said, which is there without being declared. */
  readonly region?: string | undefined;
}

const rules = {
  ...entryRules,
  name: must<string>(
    'a name of 1 to 100 characters',
    (value) => typeof value === 'string' && value.trim().length > 0 && value.length <= 100,
  ),
  region: (value: unknown) => checkRegionName(value),
};

/** The mark by which the registry finds the classes. */
export const CacheableMark: ReturnType<typeof DiscoveryService.createDecorator<CacheableInstanceOptions>> =
  DiscoveryService.createDecorator<CacheableInstanceOptions>();

/**
 * Marks a provider class whose instance is made at the first call of one of its methods by `MethodExecutor`, kept in a cache,
 * and disposed when it leaves. It makes the class injectable and transient, so `@Injectable()` is not needed beside it.
 *
 * Throws `INVALID_OPTION` or `UNKNOWN_OPTION` where it is written.
 */
export function CacheableInstance(options: CacheableInstanceOptions = {}): ClassDecorator {
  readOptions(options, rules, '@CacheableInstance');
  return applyDecorators(Injectable({ scope: Scope.TRANSIENT }), CacheableMark(options));
}
