import { Module } from '@nestjs/common';
import { CacheMemoryModule } from 'nestjs-cache-memory';
import { DrugsModule } from '../drugs/drugs.module.js';
import { LaboratoriesModule } from '../laboratories/laboratories.module.js';
import { ModelsModule } from '../models/models.module.js';
import { SimulationsController } from './simulations.controller.js';
import { SimulationsService } from './simulations.service.js';

/** The simulations, and region `simulations`: at most a hundred results in 256 MB, dropped when nobody asked for ten minutes. */
@Module({
  imports: [
    LaboratoriesModule,
    ModelsModule,
    DrugsModule,
    CacheMemoryModule.forFeature([{ region: 'simulations', maxEntries: 100, maxBytes: '256MB', idleTtl: '10m' }]),
  ],
  controllers: [SimulationsController],
  providers: [SimulationsService],
  exports: [SimulationsService],
})
export class SimulationsModule {}
