import type { DiscoveryService, ModulesContainer } from '@nestjs/core';

/** What Nest knows of one provider, controller, guard or the like, with the instances that it has made of it. */
export type ProviderWrapper = ReturnType<DiscoveryService['getProviders']>[number];

/** Everything of an application that Nest's injector may make instances of. */
export function* everyProvider(modules: ModulesContainer): Generator<ProviderWrapper> {
  for (const { providers, controllers, injectables, middlewares } of modules.values()) {
    yield* providers.values();
    yield* controllers.values();
    yield* injectables.values();
    yield* middlewares.values();
  }
}
