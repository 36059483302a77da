import { Module } from '@nestjs/common';
import { CacheMemoryModule } from 'nestjs-cache-memory';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelCompiler } from './model-compiler.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';

/** The models on disk, the compiler, and region `models`: at most ten, for an hour. */
@Module({
  imports: [CacheMemoryModule.forFeature([{ region: 'models', maxEntries: 10, ttl: '1h' }])],
  controllers: [ModelsController],
  providers: [ModelCatalogue, ModelCompiler, ModelsService],
  exports: [ModelCatalogue, ModelsService],
})
export class ModelsModule {}
