import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CacheMemoryModule, optionsFromEnvironment } from 'nestjs-cache-memory';
import { DrugsModule } from './drugs/drugs.module.js';
import { HealthModule } from './health/health.module.js';
import { LoadModule } from './load/load.module.js';
import { LaboratoriesModule } from './laboratories/laboratories.module.js';
import { ModelsModule } from './models/models.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PopulationsModule } from './populations/populations.module.js';
import { SimulationsModule } from './simulations/simulations.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';

/** The population-pharmacokinetics service. */
@Module({
  imports: [
    ScheduleModule.forRoot(),
    CacheMemoryModule.forRootAsync({ useFactory: () => optionsFromEnvironment() }),
    LaboratoriesModule,
    ModelsModule,
    DrugsModule,
    SimulationsModule,
    PopulationsModule,
    HealthModule,
    StatisticsModule,
    OperationsModule,
    LoadModule.fromEnvironment(),
  ],
})
export class AppModule {}
