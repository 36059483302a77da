import { CacheMemoryError } from '../errors.js';
import type { Constructor, InstanceFactory } from './instance-factory.js';

/** Makes instances with `new`, as is done without Nest: of classes that need no arguments. */
export const plainInstances: InstanceFactory = {
  make<T extends object>(type: Constructor<T>): T {
    if (type.length === 0) return new type();
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: `instance of ${type.name}`,
      expected: 'a class whose constructor needs no arguments, since there is no Nest to find them',
      found: `one that needs ${type.length}`,
      remedy: 'use acquire(key, () => new ...), or take the cache from CacheMemoryModule',
    });
  },
};
