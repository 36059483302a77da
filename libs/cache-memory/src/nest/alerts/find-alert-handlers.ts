import type { ModulesContainer } from '@nestjs/core';
import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { everyProvider, type ProviderWrapper } from '../instances/every-provider.js';
import { MemoryAlertHandler } from './memory-alert-handler.js';

/** Every provider of the application that handles memory alerts, each once. Throws `MODULE_SETUP` for one that cannot. */
export function findAlertHandlers(modules: ModulesContainer): readonly MemoryAlertHandler[] {
  const handlers = new Set<MemoryAlertHandler>();
  for (const wrapper of everyProvider(modules)) {
    if (isMeant(wrapper)) handlers.add(handlerOf(wrapper));
  }
  return [...handlers];
}

function isMeant({ token, instance }: ProviderWrapper): boolean {
  return token === MemoryAlertHandler || (instance as unknown) instanceof MemoryAlertHandler;
}

function handlerOf(wrapper: ProviderWrapper): MemoryAlertHandler {
  const instance = wrapper.instance as MemoryAlertHandler | undefined;
  if (!wrapper.isDependencyTreeStatic() || wrapper.isTransient) {
    throw problem(wrapper.name, 'one instance for the whole application', 'a request-scoped or transient provider');
  }
  if (typeof instance?.handle === 'function') return instance;
  throw problem(wrapper.name, 'a method handle(alert)', describeValue(instance));
}

function problem(name: unknown, expected: string, found: string): CacheMemoryError {
  return new CacheMemoryError('MODULE_SETUP', {
    subject: `memory alert handler '${String(name)}'`,
    expected,
    found,
    remedy: 'extend MemoryAlertHandler in a provider of the default scope',
  });
}
