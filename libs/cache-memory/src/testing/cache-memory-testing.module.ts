import { type DynamicModule, Module } from '@nestjs/common';
import { CACHE_SURROUNDINGS } from '../nest/cache-surroundings.token.js';
import type { Simulation } from './simulation.js';

/** Puts the caches of an application under test into a simulation; to be imported beside the module that is tested. */
@Module({})
export class CacheMemoryTestingModule {
  /** The module for one application; all of its regions get the simulation's clock and memory unless they have a `clock` of their own. */
  static with(simulation: Simulation): DynamicModule {
    return {
      module: CacheMemoryTestingModule,
      global: true,
      providers: [{ provide: CACHE_SURROUNDINGS, useValue: simulation }],
      exports: [CACHE_SURROUNDINGS],
    };
  }
}
