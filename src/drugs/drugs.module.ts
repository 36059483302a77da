import { Module } from '@nestjs/common';
import { CacheMemoryModule } from 'nestjs-cache-memory';
import { ModelsModule } from '../models/models.module.js';
import { DrugsController } from './drugs.controller.js';
import { DrugsService } from './drugs.service.js';

/** The reference drugs, and region `drugs`, whose entries are protected. */
@Module({
  imports: [ModelsModule, CacheMemoryModule.forFeature([{ region: 'drugs', maxEntries: 1000 }])],
  controllers: [DrugsController],
  providers: [DrugsService],
  exports: [DrugsService],
})
export class DrugsModule {}
