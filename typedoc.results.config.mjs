// The second half of `npm run docs`: every door of the store of results.
import { readFileSync } from 'node:fs';
import shared from './typedoc.config.mjs';

const folder = 'libs/result-store';
const { exports: doors } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const sources = Object.values(doors)
  .filter(({ types }) => types !== undefined)
  .map(({ types }) => `${folder}/${types.replace('./dist', 'src').replace('.d.ts', '.ts')}`);

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  ...shared,
  name: 'nestjs-result-store',
  readme: `${folder}/README.md`,
  out: 'dist/docs-results',
  tsconfig: `${folder}/tsconfig.lib.json`,
  entryPoints: sources,
  intentionallyNotExported: ['SetSource', 'WriterParts', 'SummaryTable'],
};
