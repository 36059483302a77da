import { type DynamicModule, Module } from '@nestjs/common';
import { SimulationsModule } from '../simulations/simulations.module.js';
import { LoadService } from './load.service.js';

/** The load mode of the service, as `npm run pressure` starts it: it fills its memory for real. */
@Module({})
export class LoadModule {
  /** Loads the service if the environment says `LOAD=on`. */
  static fromEnvironment(environment: NodeJS.ProcessEnv = process.env): DynamicModule {
    if (environment['LOAD'] !== 'on') return { module: LoadModule };
    return { module: LoadModule, imports: [SimulationsModule], providers: [LoadService] };
  }
}
