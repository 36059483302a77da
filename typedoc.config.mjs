// `npm run docs`: every door of the library, read from its package.json, so that no door is left out.
import { readFileSync } from 'node:fs';

const folder = 'libs/cache-memory';
const { exports: doors } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const sources = Object.values(doors)
  .filter(({ types }) => types !== undefined)
  .map(({ types }) => `${folder}/${types.replace('./dist', 'src').replace('.d.ts', '.ts')}`);

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'nestjs-cache-memory',
  readme: 'README.md',
  out: 'dist/docs',
  tsconfig: `${folder}/tsconfig.lib.json`,
  entryPoints: sources,
  excludePrivate: true,
  excludeExternals: true,
  intentionallyNotExported: ['TenantTree', 'TenantContextSettings', 'ByteMeter'],
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, rewrittenLink: true, notDocumented: true },
  requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Function', 'Variable', 'Enum', 'Method', 'Accessor'],
};
