import type { ModulesContainer } from '@nestjs/core';

/** What is used of `SchedulerRegistry` from `@nestjs/schedule`. */
export interface IntervalRegistry {
  doesExist(type: 'interval', name: string): boolean;
  addInterval(name: string, handle: unknown): void;
  deleteInterval(name: string): void;
}

/**
 * The `SchedulerRegistry` of an application that imports `ScheduleModule`, else `undefined`. It is known by its name and shape,
 * so that `@nestjs/schedule` is neither required nor loaded.
 */
export function findSchedulerRegistry(modules: ModulesContainer): IntervalRegistry | undefined {
  for (const module of modules.values()) {
    for (const { instance } of module.providers.values()) {
      if (isIntervalRegistry(instance)) return instance;
    }
  }
  return undefined;
}

function isIntervalRegistry(instance: unknown): instance is IntervalRegistry {
  const candidate = instance as (IntervalRegistry & { constructor?: { name?: string } }) | null | undefined;
  return (
    candidate?.constructor?.name === 'SchedulerRegistry' &&
    typeof candidate.doesExist === 'function' &&
    typeof candidate.addInterval === 'function' &&
    typeof candidate.deleteInterval === 'function'
  );
}
