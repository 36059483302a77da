import { describe, expect, it } from '@jest/globals';
import { ModelCatalogue } from './model-catalogue.js';

const catalogue = new ModelCatalogue();

describe('ModelCatalogue', () => {
  it('lists the models on disk, not the files that they share', async () => {
    expect(await catalogue.names()).toEqual([
      'one-compartment-infusion',
      'one-compartment-oral',
      'two-compartment-infusion',
      'two-compartment-oral',
    ]);
  });

  it('reads the parameters in the order of their slots', async () => {
    expect(await catalogue.entry('two-compartment-oral')).toEqual({
      name: 'two-compartment-oral',
      parameters: ['CL', 'V', 'Q', 'V2', 'ka', 'F'],
    });
  });

  it('gives the source with the files that it imports', async () => {
    const { files } = await catalogue.source('one-compartment-oral');
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['one-compartment-oral.as.ts', 'lib/exchange.as.ts']));
  });

  it('answers an unknown name with the nearest one', async () => {
    await expect(catalogue.source('one-compartment-orl')).rejects.toThrow("did you mean 'one-compartment-oral'");
  });

  it('does not follow a path out of its folder', async () => {
    await expect(catalogue.source('lib/decay')).rejects.toThrow('expected a model of the catalogue');
    await expect(catalogue.source('../../main')).rejects.toThrow('expected a model of the catalogue');
  });
});
