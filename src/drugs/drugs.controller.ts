import { Controller, Get } from '@nestjs/common';
import type { Drug } from './drug.js';
import { DrugsService } from './drugs.service.js';

/** `GET /drugs`: the reference table. */
@Controller('drugs')
export class DrugsController {
  constructor(private readonly drugs: DrugsService) {}

  @Get()
  async list(): Promise<{ drugs: Drug[] }> {
    return { drugs: await this.drugs.all() };
  }
}
