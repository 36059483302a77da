import { Controller, Get } from '@nestjs/common';
import { Laboratory, type LaboratoryUsage } from './laboratory.js';

/** `GET /laboratory`: what the laboratory that asks has used. */
@Controller('laboratory')
export class LaboratoryController {
  constructor(private readonly laboratory: Laboratory) {}

  @Get()
  usage(): LaboratoryUsage {
    return this.laboratory.usage();
  }
}
