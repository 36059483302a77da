import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const library = 'libs/cache-memory/src';
const store = 'libs/result-store/src';

/** What stands below a heading of a page, up to the next one. */
function below(heading: string, page: string): string {
  const [, text] = read(page).split(`\n${heading}\n`);
  if (text === undefined) throw new Error(`${page} has no heading '${heading}'`);
  return text.split('\n## ')[0]!;
}

/** The names in the first column of the tables below a heading, or of the whole page. */
function listed(page: string, heading?: string): string[] {
  const rows = (heading === undefined ? read(page) : below(heading, page)).match(/^\|[^|]*\|/gm) ?? [];
  return rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
}

/** The names between quotes of a type or a list in a source. */
function quoted(path: string, declaration: string): string[] {
  const text = read(path);
  const from = text.indexOf(declaration);
  if (from < 0) throw new Error(`${path} does not declare ${declaration}`);
  return [...text.slice(from, text.indexOf(';', from)).matchAll(/'([^']+)'/g)].map(([, name]) => name!);
}

/** The properties of an interface in a source. */
function propertiesOf(path: string, name: string): string[] {
  const [, body] = new RegExp(`^export interface ${name}\\b[^\\n]*{\\n(.*?)^}`, 'ms').exec(read(path)) ?? [];
  if (body === undefined) throw new Error(`${path} has no interface ${name}`);
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, property]) => property!);
}

/** Whether a link of a page leads to a file, and to a heading of it where it names one. */
function leadsSomewhere(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined || !path.endsWith('.md')) return true;
  const headings = [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!.toLowerCase());
  return headings.some((text) => text.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-') === anchor);
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();

describe('the documents list what the code has, and nothing else:', () => {
  const guide = 'docs/guides/events-and-errors.md';

  it.each([
    [guide, '## Events of a cache', `${library}/engine/events/cache-events.ts`, 'CACHE_EVENTS'],
    [guide, '## Events of all caches', `${library}/standalone/cache-memory-events.ts`, 'CACHE_MEMORY_EVENTS'],
    [
      'docs/guides/redis-memory.md',
      '## Events and metrics',
      `${library}/redis/memory/redis-memory-events.ts`,
      'REDIS_MEMORY_EVENTS',
    ],
    [guide, '## Error codes of nestjs-cache-memory', `${library}/engine/errors.ts`, 'CacheMemoryErrorCode ='],
    [guide, '## Error codes of nestjs-result-store', `${store}/results/errors.ts`, 'ResultStoreErrorCode ='],
  ])('%s, %s', (page, heading, path, declaration) => {
    expect(sorted(listed(page, heading))).toEqual(sorted(quoted(path, declaration)));
  });

  const options: readonly (readonly [page: string, heading: string, path: string, name: string])[] = [
    ['docs/guides/management.md', '', `${library}/management/management-options.ts`, 'ManagementOptions'],
    ['docs/guides/page.md', '', `${library}/dashboard/dashboard-options.ts`, 'DashboardOptions'],
    ['docs/guides/redis-tier.md', '', `${library}/redis/tier/redis-place-options.ts`, 'RedisPlaceOptions'],
    ['docs/guides/redis-memory.md', '', `${library}/redis/memory/redis-memory-options.ts`, 'RedisMemoryOptions'],
    ['docs/guides/durable-tenants.md', '', `${library}/nest/tenants/tenant-context-options.ts`, 'TenantContextOptions'],
    ['docs/guides/tiers.md', '', `${library}/tiers/entry-tier.ts`, 'TierOptions'],
    ['docs/guides/sources.md', '', `${library}/csv/csv-options.ts`, 'CsvSourceOptions'],
    ['docs/guides/results.md', '## Options', `${store}/store/store-options.ts`, 'ResultStoreOptions'],
    [
      'docs/guides/results.md',
      '## Options',
      `${store}/nest/result-store.module-definition.ts`,
      'ResultStoreModuleExtras',
    ],
    ['README.md', '## Options', `${library}/engine/cache-options.ts`, 'CacheOptions'],
    ['README.md', '## Options', `${library}/engine/freshness/freshness-options.ts`, 'FreshnessOptions'],
    ['README.md', '## Options', `${library}/standalone/region-options.ts`, 'RegionOptions'],
    ['README.md', '## Options', `${library}/standalone/cache-memory-options.ts`, 'CacheMemoryOptions'],
    ['README.md', '## Options', `${library}/nest/cache-memory.module-definition.ts`, 'CacheMemoryModuleExtras'],
  ];

  it.each(options)('%s %s has every option of %s', (page, heading, path, name) => {
    expect(listed(page, heading || undefined)).toEqual(expect.arrayContaining(propertiesOf(path, name)));
  });

  it('the guide of alerts has every common mistake', () => {
    const found = read(`${library}/nest/logging/find-misuses.ts`).matchAll(/code: ['`]([A-Z_]+)/g);
    const codes = listed('docs/guides/alerts.md', '## Common mistakes');
    expect(sorted(codes)).toEqual(sorted([...found].map(([, code]) => code!)));
  });

  it('the guide of the audit has every finding', () => {
    const codes = listed('docs/guides/memory-audit.md').filter((name) => /^[A-Z_]+$/.test(name));
    expect(sorted(codes)).toEqual(sorted(quoted(`${library}/pressure/sensing/memory-finding.ts`, 'readonly code:')));
  });

  it('the guide of alerts has every kind', () => {
    const kinds = quoted(`${library}/pressure/memory-alert.ts`, 'MemoryAlertKind =');
    expect(listed('docs/guides/alerts.md')).toEqual(expect.arrayContaining(kinds));
  });

  it('README.md has every option of memory', () => {
    const [row] = /^\| `memory` .*$/m.exec(read('README.md'))!;
    for (const name of propertiesOf(`${library}/standalone/memory-options.ts`, 'MemoryOptions')) {
      expect(row).toContain(`\`${name}\``);
    }
  });

  it('README.md has every variable of the environment, and no other', () => {
    const source = read(`${library}/standalone/options-from-environment.ts`);
    const ofRegions = [...source.matchAll(/\$\{prefix\}([A-Z_]+)/g)].map(([, name]) => `CACHE_${name}`);
    const others = [...source.matchAll(/'(CACHE_[A-Z]+(?:_[A-Z]+)*)'/g)].map(([, name]) => name!);
    const variables = listed('README.md', '## Options').filter((name) => name.startsWith('CACHE_'));
    const examples = variables.filter((name) => name.startsWith('CACHE_MODELS_'));
    expect(sorted(variables.filter((name) => !examples.includes(name)))).toEqual(sorted([...ofRegions, ...others]));
    for (const name of examples) expect(ofRegions).toContain(name.replace('MODELS_', ''));
  });

  it('the page of architecture has every folder of the library, at its floor', () => {
    const folders = readdirSync(join(root, library), { withFileTypes: true }).filter((each) => each.isDirectory());
    const rows = read('docs/architecture.md').match(/^\| \d .*$/gm)!;
    const named = rows.flatMap((row) => [...row.split('|')[2]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
    expect(sorted(named)).toEqual(sorted(folders.map(({ name }) => name)));
  });

  it('the README of the package has every door', () => {
    const { exports: doors } = JSON.parse(read('libs/cache-memory/package.json')) as { exports: object };
    const expected = Object.keys(doors).filter((path) => path !== './package.json');
    expect(sorted(listed('libs/cache-memory/README.md', '## Doors'))).toEqual(
      sorted(expected.map((path) => path.replace('.', 'nestjs-cache-memory'))),
    );
  });

  it('the README of the examples has every example', () => {
    const folders = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((each) => each.isDirectory());
    const page = read('examples/README.md');
    for (const { name } of folders) expect(page).toContain(`](${name}/main.`);
  });

  it('every link to a file of the repository, and to a heading of it', () => {
    const pages = (readdirSync(root, { recursive: true }) as string[]).filter(
      (name) => name.endsWith('.md') && !/(^|\/)(node_modules|dist|\.\w+)\//.test(name),
    );
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target!)
        .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('what README and CONTRIBUTING tell to run is a script of the workspace', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(root, 'docs/guides')).map((name) => `docs/guides/${name}`),
    ];
    const told = pages.flatMap((page) => [...read(page).matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name]) => name!));
    const elsewhere = 'start'; // of the application that nest new makes
    expect(sorted(told).filter((name) => !(name in scripts) && !elsewhere.includes(name))).toEqual([]);
  });
});
