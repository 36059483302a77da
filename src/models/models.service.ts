import { Injectable } from '@nestjs/common';
import { type CacheStats, type EntryInfo, InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { CompiledModel } from './compiled-model.js';
import { type CatalogueEntry, ModelCatalogue } from './model-catalogue.js';
import { ModelCompiler } from './model-compiler.js';

/** A model, and whether somebody had compiled it before. */
export interface ObtainedModel {
  readonly model: CompiledModel;
  readonly from: 'compiled' | 'cache';
}

/** The models: compiled at their first use, then kept in region `models`. */
@Injectable()
export class ModelsService {
  constructor(
    @InjectCache('models') private readonly cache: MethodInstanceCache<string, CompiledModel>,
    private readonly catalogue: ModelCatalogue,
    private readonly compiler: ModelCompiler,
  ) {}

  /**
   * Works with a model of the catalogue, ready to run: it is leased as long as the work lasts. Throws `UnknownModelException` or
   * `ModelCompilationError`.
   */
  use<R>(name: string, work: (obtained: ObtainedModel) => R | Promise<R>, signal?: AbortSignal): Promise<R> {
    const from = this.cache.has(name) ? 'cache' : 'compiled';
    return this.cache.use(
      name,
      ({ signal }) => this.compile(name, signal),
      (model) => work({ model, from }),
      { signal },
    );
  }

  /** A model's name and parameters, without compiling it. Throws `UnknownModelException`. */
  describe(name: string): Promise<CatalogueEntry> {
    return this.catalogue.entry(name);
  }

  /** Every model of the catalogue. */
  all(): Promise<CatalogueEntry[]> {
    return this.catalogue.entries();
  }

  /** What is cached of each compiled model. */
  cached(): Iterable<EntryInfo<string>> {
    return this.cache.entries();
  }

  /** How region `models` is doing. */
  stats(): CacheStats {
    return this.cache.stats();
  }

  private async compile(name: string, signal: AbortSignal): Promise<CompiledModel> {
    const source = await this.catalogue.source(name);
    return CompiledModel.fromBytes(name, await this.compiler.compile(source, signal));
  }
}
