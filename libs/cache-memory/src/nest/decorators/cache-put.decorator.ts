import { Logger } from '@nestjs/common';
import type { EntryOptions } from '../../engine/entries/entry-options.js';
import { checkEntryChoices, keyRule, type MethodTags, regionRule, tagsOf, tagsRule } from './entry-choices.js';
import { afterwards } from './afterwards.js';
import { decorateMethod } from './decorate-method.js';
import { type MethodKey, methodKey } from './method-key.js';

/** Where and how a method's answer is stored. */
export interface CachePutOptions extends Omit<EntryOptions, 'tags'> {
  /** The key, as the `@Cached` method says it that is to find the answer. */
  readonly key: MethodKey;
  /** The region; the default region unless said. */
  readonly region?: string | undefined;
  /** Names by which the entry can be invalidated together with others. */
  readonly tags?: MethodTags | undefined;
}

/**
 * Runs a method always, and stores its answer in place of the one that its key may have. `undefined` removes the entry; an error
 * changes nothing. An answer that cannot be stored is returned all the same, and the entry is removed.
 *
 * Throws `INVALID_OPTION` or `UNKNOWN_OPTION` where it is written.
 */
export function CachePut(options: CachePutOptions): MethodDecorator {
  const { region, key, tags, ...entry } = options;
  if (region !== undefined) regionRule(region, '@CachePut.region');
  keyRule(key, '@CachePut.key');
  if (tags !== undefined) tagsRule(tags, '@CachePut.tags');
  checkEntryChoices(entry);

  return decorateMethod('CachePut', region, (target) => ({ caches, instance, args, proceed }) => {
    const cache = caches.region(region);
    const entryKey = methodKey({ ...target, instance, args, owner: caches.ownerOf(instance).label }, key);
    const startedAt = performance.now();
    return afterwards(proceed(), (answer) => {
      try {
        if (answer === undefined) cache.delete(entryKey);
        if (answer === undefined) return;
        const own = tags === undefined ? {} : { tags: tagsOf(tags, instance, args) };
        cache.set(entryKey, answer, { cost: performance.now() - startedAt, ...entry, ...own });
      } catch (error) {
        cache.delete(entryKey);
        new Logger('CacheMemory').warn(`The answer of ${String(target.name)} could not be stored: ${String(error)}`);
      }
    });
  });
}
