import { Module } from '@nestjs/common';
import { CacheMemoryModule } from 'nestjs-cache-memory';
import { ModelCatalogue } from './model-catalogue.js';
import { ModelCompiler } from './model-compiler.js';
import { modelsRegion } from './models-region.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';

/** The models on disk, the compiler, and region `models`. */
@Module({
  imports: [CacheMemoryModule.forFeature([modelsRegion()])],
  controllers: [ModelsController],
  providers: [ModelCatalogue, ModelCompiler, ModelsService],
  exports: [ModelCatalogue, ModelsService],
})
export class ModelsModule {}
