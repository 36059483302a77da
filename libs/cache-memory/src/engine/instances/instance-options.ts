import { describeValue } from '../options/describe-value.js';
import { CacheMemoryError } from '../errors.js';
import type { LoadOptions } from '../loading/loader.js';
import type { Constructor } from './instance-factory.js';

/** What may be said when the instance of a class is asked for. */
export interface InstanceOptions<K> extends LoadOptions {
  /** The key of its entry; the class itself unless said. Classes need keys of their own. */
  readonly key?: K | undefined;
  /** The `ModuleRef` of the Nest module in which the dependencies of a class that is not registered are found. */
  readonly moduleRef?: unknown;
  /** What `REQUEST` stands for in the instance and in all that is made for it; `{ key }` unless said. */
  readonly payload?: unknown;
}

/** Throws `INVALID_OPTION` for what is no class. */
export function checkClass(type: unknown): void {
  if (typeof type === 'function' && typeof type.prototype === 'object') return;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'instance',
    expected: 'a class',
    found: describeValue(type),
    remedy: 'pass the class of which an instance is wanted',
  });
}

/** The error of a key that has a value of another class. */
export function otherClass(type: Constructor, key: unknown): CacheMemoryError {
  return new CacheMemoryError('INVALID_KEY', {
    subject: `instance of ${type.name}`,
    expected: `a key that has none, or an instance of ${type.name}`,
    found: `${describeValue(key)}, which has a value of another kind`,
    remedy: 'give each class keys of its own',
  });
}
