import { Module } from '@nestjs/common';
import { CacheMemory } from 'nestjs-cache-memory';
import { ResultStoreModule } from 'nestjs-result-store';
import { ModelsModule } from '../models/models.module.js';
import { SimulationsModule } from '../simulations/simulations.module.js';
import { LaboratoriesModule } from '../laboratories/laboratories.module.js';
import { PopulationsController } from './populations.controller.js';
import { PopulationsService } from './populations.service.js';
import { populationsStore } from './populations-store.js';
import { SimulationsController } from './simulations.controller.js';

/** The populations that are kept: simulated into the store, read back from it. */
@Module({
  imports: [
    ResultStoreModule.forRootAsync({
      inject: [CacheMemory],
      useFactory: (memory: CacheMemory) => populationsStore(memory),
    }),
    LaboratoriesModule,
    ModelsModule,
    SimulationsModule,
  ],
  controllers: [SimulationsController, PopulationsController],
  providers: [PopulationsService],
  exports: [PopulationsService],
})
export class PopulationsModule {}
