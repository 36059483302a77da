import { parse } from 'csv-parse/sync';
import type { CatalogueEntry } from '../models/model-catalogue.js';
import type { PopulationParameter } from '../models/population-parameter.js';
import { nearestNames } from '../nearest-names.js';
import type { Drug } from './drug.js';
import { InvalidDrugTableError } from './invalid-drug-table.error.js';

type Row = Readonly<Record<string, string>>;

interface Numbered {
  readonly record: Row;
  readonly info: { readonly lines: number };
}

/** Reads the drug table. Throws `InvalidDrugTableError`, which names the line, at the first row that is wrong. */
export function parseDrugs(csv: string, models: readonly CatalogueEntry[]): Drug[] {
  const known = new Map(models.map((model) => [model.name, model]));
  const seen = new Set<string>();
  return readRows(csv).map(({ record, info }) => {
    const drug = parseDrug(record, known, info.lines);
    if (seen.has(drug.name)) throw new InvalidDrugTableError(info.lines, `'${drug.name}' is there twice; remove one`);
    seen.add(drug.name);
    return drug;
  });
}

function readRows(csv: string): Numbered[] {
  try {
    return parse(csv, {
      columns: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      bom: true,
    }) as unknown as Numbered[];
  } catch (cause) {
    const { lines = 0, message } = cause as { lines?: number; message: string };
    throw new InvalidDrugTableError(lines, `expected as many cells as the header has; ${message}`, { cause });
  }
}

function parseDrug(row: Row, models: ReadonlyMap<string, CatalogueEntry>, line: number): Drug {
  const model = models.get(text(row, 'model', line));
  if (model === undefined) {
    const wanted = row['model'] ?? '';
    throw new InvalidDrugTableError(line, `no model '${wanted}'; ${nearestNames(wanted, [...models.keys()])}`);
  }
  return {
    name: text(row, 'name', line),
    model: model.name,
    dosing: {
      doseMg: number(row, 'dose_mg', line, { above: 0 }),
      intervalHours: number(row, 'interval_h', line, { above: 0 }),
      doses: number(row, 'doses', line, { above: 0, integer: true, most: 1000 }),
      infusionHours: number(row, 'infusion_h', line, { least: 0 }),
    },
    parameters: Object.fromEntries(model.parameters.map((name) => [name, parameter(row, name, line)])),
    source: text(row, 'source', line),
  };
}

function parameter(row: Row, name: string, line: number): PopulationParameter {
  return {
    typical: number(row, name, line, name === 'F' ? { above: 0, most: 1 } : { above: 0 }),
    cv: number(row, `cv_${name}`, line, { least: 0, most: 2 }),
  };
}

function text(row: Row, column: string, line: number): string {
  const cell = row[column];
  if (cell !== undefined && cell !== '') return cell;
  const found = cell === undefined ? 'no such column' : 'an empty cell';
  throw new InvalidDrugTableError(line, `column '${column}': expected a text, found ${found}; fill it in`);
}

interface Bounds {
  readonly above?: number;
  readonly least?: number;
  readonly most?: number;
  readonly integer?: boolean;
}

function number(row: Row, column: string, line: number, bounds: Bounds): number {
  const cell = text(row, column, line);
  const value = Number(cell);
  const { above = -Infinity, least = -Infinity, most = 1e6, integer = false } = bounds;
  if (value > above && value >= least && value <= most && (!integer || Number.isInteger(value))) return value;
  const range = above > -Infinity ? `above ${above}` : `from ${least}`;
  throw new InvalidDrugTableError(
    line,
    `column '${column}': expected ${integer ? 'a whole number' : 'a number'} ${range} to ${most}, found '${cell}'; correct it`,
  );
}
