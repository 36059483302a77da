import { Module } from '@nestjs/common';
import { CacheMemoryModule } from 'nestjs-cache-memory';
import { DrugsModule } from '../drugs/drugs.module.js';
import { ModelsModule } from '../models/models.module.js';
import { SimulationsService } from './simulations.service.js';

/** The simulations, and region `simulations`: at most a hundred results in 256 MB, dropped when nobody asked for ten minutes. */
@Module({
  imports: [
    ModelsModule,
    DrugsModule,
    CacheMemoryModule.forFeature([{ region: 'simulations', maxEntries: 100, maxBytes: '256MB', idleTtl: '10m' }]),
  ],
  providers: [SimulationsService],
  exports: [SimulationsService],
})
export class SimulationsModule {}
