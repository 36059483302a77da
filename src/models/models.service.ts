import { Injectable } from '@nestjs/common';
import { type CacheStats, type EntryInfo, InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { CompiledModel } from './compiled-model.js';
import { type CatalogueEntry, ModelCatalogue } from './model-catalogue.js';
import { ModelCompiler } from './model-compiler.js';

/** A model, and whence it came: compiled just now, from memory, or from the disk. */
export interface ObtainedModel {
  readonly model: CompiledModel;
  readonly from: 'compiled' | 'cache' | 'disk';
}

/** The models: compiled at their first use, then kept in region `models`. */
@Injectable()
export class ModelsService {
  /** Models that this process compiled itself. */
  private readonly compiledHere = new WeakSet<CompiledModel>();

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
    const wasHeld = this.cache.has(name);
    return this.cache.use(
      name,
      ({ signal }) => this.compile(name, signal),
      (model) => work({ model, from: wasHeld ? 'cache' : this.compiledHere.has(model) ? 'compiled' : 'disk' }),
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
    const model = await CompiledModel.fromBytes(name, await this.compiler.compile(source, signal));
    this.compiledHere.add(model);
    return model;
  }
}
