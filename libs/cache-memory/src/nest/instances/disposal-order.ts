import type { ProviderWrapper } from './every-provider.js';

/**
 * Providers in the order in which their instances are disposed: each before what is injected into it, directly or by way of
 * others. Providers that depend on one another in a circle come in the order given.
 */
export function disposalOrder(wrappers: Iterable<ProviderWrapper>): ProviderWrapper[] {
  const given = new Set(wrappers);
  const seen = new Set<ProviderWrapper>();
  const dependenciesFirst: ProviderWrapper[] = [];
  const visit = (wrapper: ProviderWrapper): void => {
    if (seen.has(wrapper)) return;
    seen.add(wrapper);
    for (const dependency of dependencies(wrapper)) visit(dependency);
    if (given.has(wrapper)) dependenciesFirst.push(wrapper);
  };
  for (const wrapper of [...given].reverse()) visit(wrapper);
  return dependenciesFirst.reverse();
}

/** What Nest injects into a provider's constructor, factory, properties and handlers. */
function dependencies(wrapper: ProviderWrapper): ProviderWrapper[] {
  const properties = wrapper.getPropertiesMetadata() ?? [];
  return [
    ...(wrapper.getCtorMetadata() ?? []),
    ...properties.map((property) => property.wrapper),
    ...(wrapper.getEnhancersMetadata() ?? []),
  ].filter((each) => each !== undefined && each !== null);
}
