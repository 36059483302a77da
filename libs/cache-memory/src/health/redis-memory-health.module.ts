import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { RedisMemoryHealthIndicator } from './redis-memory.health.js';

/** Brings the health indicator of Redis; needs `RedisMemoryModule.forRoot()` in the application. */
@Module({
  imports: [TerminusModule],
  providers: [RedisMemoryHealthIndicator],
  exports: [RedisMemoryHealthIndicator],
})
export class RedisMemoryHealthModule {}
