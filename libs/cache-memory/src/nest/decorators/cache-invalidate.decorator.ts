import { CacheMemoryError } from '../../engine/errors.js';
import { readOptions } from '../../engine/options/option-rules.js';
import { afterwards } from './afterwards.js';
import { decorateMethod } from './decorate-method.js';
import { keyRule, type MethodTags, regionRule, tagsOf, tagsRule } from './entry-choices.js';
import { type MethodKey, methodKey } from './method-key.js';

/** What a method makes invalid: a key, tags, or both. */
export interface CacheInvalidateOptions {
  /** The key, as the `@Cached` method says it. */
  readonly key?: MethodKey | undefined;
  /** Every entry that carries one of them. */
  readonly tags?: MethodTags | undefined;
  /** The region; the default region unless said. */
  readonly region?: string | undefined;
}

const rules = { key: keyRule, tags: tagsRule, region: regionRule };

/**
 * Removes entries once a method has succeeded; loads of them that are under way are not stored. An error changes nothing.
 *
 * Throws `INVALID_OPTION` or `UNKNOWN_OPTION` where it is written.
 */
export function CacheInvalidate(options: CacheInvalidateOptions): MethodDecorator {
  const { key, tags, region } = readOptions(options, rules, '@CacheInvalidate');
  if (key === undefined && tags === undefined) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: '@CacheInvalidate',
      expected: 'a key, tags or both',
      found: 'neither',
      remedy: "say what becomes invalid, as in { key: (id) => `user:${id}` } or { tags: ['users'] }",
    });
  }
  return decorateMethod('CacheInvalidate', region, (target) => ({ caches, instance, args, proceed }) => {
    const cache = caches.region(region);
    const call = { ...target, instance, args, owner: caches.ownerOf(instance).label };
    const entryKey = key === undefined ? undefined : methodKey(call, key);
    return afterwards(proceed(), () => {
      if (entryKey !== undefined) cache.delete(entryKey);
      if (tags !== undefined) cache.invalidate(...tagsOf(tags, instance, args));
    });
  });
}
