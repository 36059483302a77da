import { Controller, Get } from '@nestjs/common';
import type { CacheStats, EntryInfo } from 'nestjs-cache-memory';
import { ModelsService } from './models.service.js';

/** A model of the catalogue; `cached` is `null` until somebody has used it. */
export interface ListedModel {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Weight in bytes, cost in milliseconds. */
  readonly cached: Pick<
    EntryInfo<string>,
    'ageMs' | 'accesses' | 'idleMs' | 'weight' | 'costMs' | 'remainingTtlMs'
  > | null;
}

/** `GET /models`: the catalogue, what is cached of it, and the statistics of region `models`. */
@Controller('models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  async list(): Promise<{ models: ListedModel[]; stats: CacheStats }> {
    const entries = new Map([...this.models.cached()].map((entry) => [entry.key, entry]));
    const models = (await this.models.all()).map(({ name, parameters }) => {
      const entry = entries.get(name);
      return { name, parameters, cached: entry === undefined ? null : facts(entry) };
    });
    return { models, stats: this.models.stats() };
  }
}

function facts(entry: EntryInfo<string>): ListedModel['cached'] {
  const { ageMs, accesses, idleMs, weight, costMs, remainingTtlMs } = entry;
  return {
    ageMs,
    accesses,
    idleMs,
    weight,
    costMs: Math.round(costMs),
    remainingTtlMs: remainingTtlMs === undefined ? undefined : Math.round(remainingTtlMs),
  };
}
