import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
  StreamableFile,
  UseFilters,
} from '@nestjs/common';
import { renderBands, type Row } from 'nestjs-result-store';
import { InvalidInputException } from '../simulations/invalid-input.exception.js';
import type { PopulationStatus } from './population-run.js';
import { PopulationsService } from './populations.service.js';
import { ResultStoreErrorFilter } from './result-store-error.filter.js';
import { parseRowsQuery } from './rows-query.js';
import { streamRows } from './stream-rows.js';
import { type SummaryAnswer, summaryAnswer } from './summary-answer.js';

/** The populations in the store: those of every `POST /simulations` with `keep: true`. */
@Controller('simulations')
@UseFilters(ResultStoreErrorFilter)
export class PopulationsController {
  constructor(private readonly populations: PopulationsService) {}

  @Get()
  async list(@Query('model') model?: string): Promise<{ simulations: PopulationStatus[] }> {
    return { simulations: await this.populations.list(model) };
  }

  @Get(':id')
  status(@Param('id') id: string): Promise<PopulationStatus> {
    return this.populations.status(id);
  }

  @Get(':id/summary')
  summary(@Param('id') id: string): Promise<SummaryAnswer> {
    return this.populations.read(id, summaryAnswer);
  }

  @Get(':id/subjects/:subject')
  async subject(@Param('id') id: string, @Param('subject') text: string): Promise<{ rows: Row[] }> {
    const subject = /^\d{1,10}$/u.test(text) ? Number(text) : Number.NaN;
    if (!(subject < 2 ** 31)) {
      throw new InvalidInputException('subject', 'the number of a patient', text, 'patients count from 0');
    }
    const rows = await this.populations.read(id, (set) => set.subject(subject));
    if (rows.length === 0) throw new NotFoundException(`simulation '${id}': expected patient ${subject}, found none`);
    return { rows };
  }

  /** A line of JSON for each row, read from the store as fast as the client takes them. */
  @Get(':id/rows')
  async rows(@Param('id') id: string, @Query() query: Record<string, unknown>): Promise<StreamableFile> {
    const wanted = parseRowsQuery(query);
    const set = await this.populations.open(id);
    try {
      await set.explain(wanted); // a wrong query is refused before the first line
    } catch (error) {
      await set[Symbol.asyncDispose]();
      throw error;
    }
    return new StreamableFile(streamRows(set, wanted), { type: 'application/x-ndjson' });
  }

  @Get(':id/plot.svg')
  @Header('content-type', 'image/svg+xml')
  plot(@Param('id') id: string): Promise<string> {
    return this.populations.read(id, async (set) => {
      const bands = await set.bands({ x: 'time', y: 'concentration' });
      const title = `${String(set.info.metadata['model'])}, ${set.info.subjects} patients`;
      return renderBands(bands, { title, xLabel: 'hours', yLabel: 'mg/L' });
    });
  }

  /** What is committed stays; a small population that was still in memory is gone, and `simulation` is null. */
  @Post(':id/cancel')
  @HttpCode(200)
  async cancel(@Param('id') id: string): Promise<{ simulation: PopulationStatus | null }> {
    return { simulation: (await this.populations.cancel(id)) ?? null };
  }

  @Post(':id/resume')
  @HttpCode(202)
  resume(@Param('id') id: string): Promise<PopulationStatus> {
    return this.populations.resume(id);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string): Promise<void> {
    return this.populations.remove(id);
  }
}
