import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { assets } from '../assets.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import { parseDrugs } from './parse-drugs.js';

const models = [{ name: 'one-compartment-oral', parameters: ['CL', 'V', 'ka', 'F'] }];
const header = 'name,model,dose_mg,interval_h,doses,infusion_h,F,ka,CL,V,cv_F,cv_ka,cv_CL,cv_V,source';
const good = 'x,one-compartment-oral,100,12,2,0,1,1.5,3,30,0,0.5,0.3,0.2,"Somebody, 1999"';

function table(...rows: string[]): string {
  return [header, ...rows].join('\n');
}

describe('parseDrugs', () => {
  it('reads a row', () => {
    expect(parseDrugs(table(good), models)).toEqual([
      {
        name: 'x',
        model: 'one-compartment-oral',
        dosing: { doseMg: 100, intervalHours: 12, doses: 2, infusionHours: 0 },
        parameters: {
          CL: { typical: 3, cv: 0.3 },
          V: { typical: 30, cv: 0.2 },
          ka: { typical: 1.5, cv: 0.5 },
          F: { typical: 1, cv: 0 },
        },
        source: 'Somebody, 1999',
      },
    ]);
  });

  it('reads every row of the table in the repository', async () => {
    const csv = await readFile(new URL('drugs.csv', assets), 'utf8');
    const drugs = parseDrugs(csv, await new ModelCatalogue().entries());
    expect(drugs.map(({ name }) => name)).toEqual(expect.arrayContaining(['theophylline', 'vancomycin', 'digoxin']));
    expect(new Set(drugs.map(({ model }) => model)).size).toBe(4);
  });

  it.each([
    ['a number that is none', good.replace(',3,30,', ',abc,30,'), "line 3: column 'CL': expected a number above 0"],
    ['a negative volume', good.replace(',3,30,', ',3,-30,'), "line 3: column 'V'"],
    ['half a dose count', good.replace(',12,2,', ',12,2.5,'), "line 3: column 'doses': expected a whole number"],
    ['a fraction above 1', good.replace(',0,1,1.5', ',0,1.2,1.5'), "line 3: column 'F'"],
    ['an empty cell', good.replace(',0.2,"', ',,"'), "line 3: column 'cv_V': expected a text, found an empty cell"],
    ['an unknown model', good.replace('oral', 'orl'), "line 3: no model 'one-compartment-orl'; did you mean"],
    ['a cell too few', 'x,one-compartment-oral', 'line 3: expected as many cells as the header has'],
    ['a name twice', good, "line 3: 'x' is there twice"],
  ])('names the line of %s', (_what, row, message) => {
    expect(() => parseDrugs(table(good, row), models)).toThrow(message);
  });

  it('names a column that is missing', () => {
    const without = table(good).replace('cv_CL,', 'cv_Cl,');
    expect(() => parseDrugs(without, models)).toThrow("line 2: column 'cv_CL': expected a text, found no such column");
  });
});
