import { Module } from '@nestjs/common';
import { StatisticsController } from './statistics.controller.js';

/** The statistics endpoint. */
@Module({ controllers: [StatisticsController] })
export class StatisticsModule {}
