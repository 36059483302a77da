import { readdir, readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { assets } from '../assets.js';
import type { ModelSource } from './model-source.js';
import { UnknownModelException } from './unknown-model.exception.js';

const SUFFIX = '.as.ts';

/** What can be said of a model without compiling it. */
export interface CatalogueEntry {
  readonly name: string;
  /** The names of its parameters, in the order of their slots. */
  readonly parameters: readonly string[];
}

/** The models on disk: each `<name>.as.ts` of the folder; its sub-folder `lib` holds what they share. */
@Injectable()
export class ModelCatalogue {
  private readonly folder = new URL('models/', assets);

  /** The names of all models, sorted. */
  async names(): Promise<string[]> {
    const files = await readdir(this.folder);
    return files
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .sort();
  }

  /** All models with their parameters. */
  async entries(): Promise<CatalogueEntry[]> {
    return Promise.all((await this.names()).map((name) => this.entry(name)));
  }

  /** One model with its parameters. Throws `UnknownModelException` (404). */
  async entry(name: string): Promise<CatalogueEntry> {
    return { name, parameters: parameterNames(await this.text(name)) };
  }

  /** What the compiler needs to build a model. Throws `UnknownModelException` (404). */
  async source(name: string): Promise<ModelSource> {
    const text = await this.text(name);
    const lib = new URL('lib/', this.folder);
    const shared = await Promise.all(
      (await readdir(lib)).map(async (file) => [`lib/${file}`, await readFile(new URL(file, lib), 'utf8')] as const),
    );
    return { name, files: { [name + SUFFIX]: text, ...Object.fromEntries(shared) } };
  }

  /** Only names that the folder really lists are turned into a path. */
  private async text(name: string): Promise<string> {
    const known = await this.names();
    if (!known.includes(name)) throw new UnknownModelException(name, known);
    return readFile(new URL(name + SUFFIX, this.folder), 'utf8');
  }
}

/** A model declares a parameter as an exported constant whose value is its slot: `export const CL: i32 = 0;`. */
function parameterNames(source: string): string[] {
  return [...source.matchAll(/^export const (\w+): i32 = (\d+);/gmu)]
    .map(([, name = '', slot]) => ({ name, slot: Number(slot) }))
    .sort((left, right) => left.slot - right.slot)
    .map(({ name }) => name);
}
