import { readFile } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';
import { assets } from '../assets.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import type { Drug } from './drug.js';
import { parseDrugs } from './parse-drugs.js';
import { UnknownDrugException } from './unknown-drug.exception.js';

/** The reference drugs: read at start-up and kept as protected entries of region `drugs`, rebuilt from the table when they are gone. */
@Injectable()
export class DrugsService implements OnModuleInit {
  private names: readonly string[] = [];

  constructor(
    @InjectCache('drugs') private readonly cache: MethodInstanceCache<string, Drug>,
    private readonly catalogue: ModelCatalogue,
  ) {}

  /** Throws `InvalidDrugTableError` for a bad row: the application does not start with it. */
  async onModuleInit(): Promise<void> {
    const drugs = await this.read();
    for (const drug of drugs) this.cache.set(drug.name, drug, { protected: true });
    this.names = drugs.map(({ name }) => name);
  }

  /** One drug. Throws `UnknownDrugException` (404). */
  async find(name: string): Promise<Drug> {
    if (!this.names.includes(name)) throw new UnknownDrugException(name, this.names);
    return this.cache.getOrCreate(name, () => this.rebuild(name), { protected: true });
  }

  /** All drugs, in the order of the table. */
  all(): Promise<Drug[]> {
    return Promise.all(this.names.map((name) => this.find(name)));
  }

  private async read(): Promise<Drug[]> {
    const csv = await readFile(new URL('drugs.csv', assets), 'utf8');
    return parseDrugs(csv, await this.catalogue.entries());
  }

  private async rebuild(name: string): Promise<Drug> {
    const drug = (await this.read()).find((candidate) => candidate.name === name);
    if (drug === undefined) throw new UnknownDrugException(name, this.names);
    return drug;
  }
}
