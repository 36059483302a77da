import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CacheMemoryHealthIndicator } from './cache-memory.health.js';

/** Brings the health indicator; needs `CacheMemoryModule.forRoot()` in the application. */
@Module({
  imports: [TerminusModule],
  providers: [CacheMemoryHealthIndicator],
  exports: [CacheMemoryHealthIndicator],
})
export class CacheMemoryHealthModule {}
