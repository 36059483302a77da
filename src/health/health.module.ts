import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CacheMemoryHealthModule } from 'nestjs-cache-memory/terminus';
import { HealthController } from './health.controller.js';

/** The health endpoint. */
@Module({ imports: [TerminusModule, CacheMemoryHealthModule], controllers: [HealthController] })
export class HealthModule {}
