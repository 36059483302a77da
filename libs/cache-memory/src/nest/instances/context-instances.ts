import type { ContextId, ModulesContainer } from '@nestjs/core';
import { CacheMemoryError } from '../../engine/errors.js';
import { disposalOrder } from './disposal-order.js';
import { everyProvider, type ProviderWrapper } from './every-provider.js';

/**
 * The instances that Nest has made for a ContextId and for it alone, dependents before their dependencies. What it did not make
 * itself is not among them: singletons, values, and what a factory merely passes on. Throws `MODULE_SETUP` where Nest is too old to tell.
 */
export function contextInstances(modules: ModulesContainer, contextId: ContextId): object[] {
  const found = new Map<ProviderWrapper, object[]>();
  const shared = new Set<unknown>();
  for (const wrapper of everyProvider(modules)) {
    shared.add(wrapper.instance);
    if (wrapper.isAlias) continue;
    const made = madeFor(wrapper, contextId);
    if (made.length > 0) found.set(wrapper, made);
  }
  const instances = disposalOrder(found.keys()).flatMap((wrapper) => found.get(wrapper)!);
  return [...new Set(instances)].filter((instance) => !shared.has(instance));
}

function madeFor(wrapper: ProviderWrapper, contextId: ContextId): object[] {
  if (typeof wrapper.getExistingInstancesByContextId !== 'function') throw tooOld();
  return wrapper
    .getExistingInstancesByContextId(contextId)
    .filter(({ isConstructorCalled }) => isConstructorCalled === true)
    .map(({ instance }) => instance as unknown)
    .filter((instance) => typeof instance === 'object' && instance !== null);
}

function tooOld(): CacheMemoryError {
  return new CacheMemoryError('MODULE_SETUP', {
    subject: '@nestjs/core',
    expected: 'a version that tells which instances belong to a ContextId',
    found: 'an older one',
    remedy: 'update to 11.2.10 or later, or to 12.2.0 or later',
  });
}
