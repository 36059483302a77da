import { isThenable } from '../../engine/options/is-thenable.js';
import type { LoadOptions } from '../../engine/loading/loader.js';
import { checkEntryChoices, keyRule, type MethodTags, regionRule, tagsOf, tagsRule } from './entry-choices.js';
import { decorateMethod } from './decorate-method.js';
import { type MethodKey, methodKey } from './method-key.js';

/** How the answers of a method are kept; what is left out follows the region's options. */
export interface CachedOptions extends Omit<LoadOptions, 'signal' | 'tags'> {
  /** The region that keeps them; the default region unless said. */
  readonly region?: string | undefined;
  /** The key; made of class, method and arguments unless said. */
  readonly key?: MethodKey | undefined;
  /** Names by which answers can be invalidated together. */
  readonly tags?: MethodTags | undefined;
}

/**
 * Keeps what a method answers: the method runs once for all who call it with the same arguments meanwhile, and not again while
 * its answer is kept. An `async` method answers a promise as before, a plain one its value; an error is passed on and not kept,
 * nor is `undefined`. Works on methods of any provider, however Nest makes it; the answers of a durable provider stay its own.
 *
 * Throws `INVALID_OPTION` or `UNKNOWN_OPTION` where it is written. A region that was never declared keeps the application from
 * starting (`UNKNOWN_REGION`). A call throws `INVALID_KEY` for arguments that no key can be made of.
 */
export function Cached(options: CachedOptions = {}): MethodDecorator {
  const { region, key, tags, ...entry } = options;
  if (region !== undefined) regionRule(region, '@Cached.region');
  if (key !== undefined) keyRule(key, '@Cached.key');
  if (tags !== undefined) tagsRule(tags, '@Cached.tags');
  checkEntryChoices(entry);
  const { loadTimeout: _, ...syncEntry } = entry;

  return decorateMethod('Cached', region, ({ isAsync, ...target }) => {
    let answersPromises: boolean | undefined = isAsync || undefined;
    return ({ caches, instance, args, proceed }) => {
      const cache = caches.region(region);
      const owner = caches.ownerOf(instance);
      const entryKey = methodKey({ ...target, instance, args, owner: owner.label }, key);
      const own = tags === undefined ? {} : { tags: tagsOf(tags, instance, args) };
      const load = (): unknown => caches.runFor(owner, proceed);
      if (answersPromises === true) return cache.getOrCreate(entryKey, load, { ...entry, ...own });
      if (answersPromises === false) return cache.getOrCreateSync(entryKey, load, { ...syncEntry, ...own });
      const answer = load(); // which shows what kind of method it is
      answersPromises = isThenable(answer);
      if (!isThenable(answer)) return cache.getOrCreateSync(entryKey, () => answer, { ...syncEntry, ...own });
      const promise = Promise.resolve(answer); // once, since each then() of a query builder runs the query
      promise.catch(() => {}); // where the key has a value already, nobody else hears its failure
      return cache.getOrCreate(entryKey, () => promise, { ...entry, ...own });
    };
  });
}
