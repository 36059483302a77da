// The floors of the house: imports point down, type imports included. `npm test` fails where they do not.
const lib = '^libs/cache-memory/src';

/** Each folder of the library and the folders below it that it may import, besides itself. */
const mayImport = {
  engine: [],
  pressure: [],
  sizing: [],
  tiers: ['engine'],
  disk: ['engine', 'tiers'],
  sources: ['engine'],
  csv: ['engine', 'sources'],
  redis: ['engine', 'pressure', 'sources', 'tiers'],
  standalone: ['engine', 'pressure', 'sizing', 'sources', 'tiers'],
  nest: ['engine', 'pressure', 'sizing', 'sources', 'standalone'],
  keyv: ['engine', 'standalone', 'tiers', 'nest'],
  exporters: ['engine', 'pressure', 'standalone', 'redis'],
  health: ['engine', 'pressure', 'standalone', 'nest', 'redis'],
  prometheus: ['engine', 'standalone', 'exporters', 'redis'],
  opentelemetry: ['standalone', 'exporters', 'redis'],
  management: ['engine', 'pressure', 'standalone'],
  dashboard: ['engine'],
  terminal: ['engine', 'standalone'],
  testing: ['engine', 'pressure', 'standalone', 'tiers', 'nest'],
};

const floors = Object.entries(mayImport).map(([folder, below]) => ({
  name: `${folder}-imports-point-down`,
  severity: 'error',
  from: { path: `${lib}/${folder}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: `${lib}/`, pathNot: `${lib}/(${[folder, ...below].join('|')})/` },
}));

/** Packages that a folder may load; every other folder loads Node's own modules at the most. */
const packages = {
  disk: ['classic-level'],
  nest: ['@nestjs/common', '@nestjs/core', 'rxjs'],
  health: ['@nestjs/common', '@nestjs/terminus'],
  prometheus: ['@nestjs/common', 'prom-client'],
  opentelemetry: ['@nestjs/common', '@opentelemetry/api'],
  management: ['@nestjs/common', 'rxjs'],
  dashboard: ['@nestjs/common', '@nestjs/core', 'uplot'],
  testing: ['@nestjs/common'],
  csv: ['csv-parse'],
  redis: ['@nestjs/common', 'redis'],
};

const store = '^libs/result-store/src';

/** The same for the store of results. */
const storeMayImport = {
  results: [],
  summaries: ['results'],
  pictures: ['results', 'summaries'],
  storage: ['results'],
  parquet: ['results', 'summaries', 'storage'],
  store: ['results', 'summaries', 'storage', 'parquet'],
  nest: ['results', 'summaries', 'pictures', 'storage', 'parquet', 'store'],
  duckdb: ['results', 'store'],
};
const storePackages = {
  parquet: ['hyparquet', 'hyparquet-writer'],
  nest: ['@nestjs/common'],
  duckdb: ['@duckdb/node-api'],
};

const storeFloors = Object.entries(storeMayImport).flatMap(([folder, below]) => [
  {
    name: `result-store-${folder}-imports-point-down`,
    severity: 'error',
    from: { path: `${store}/${folder}/`, pathNot: '\\.spec\\.ts$' },
    to: { path: '^libs/', pathNot: `${store}/(${[folder, ...below].join('|')})/|node_modules` },
  },
  {
    name: `result-store-${folder}-loads-only-its-own-packages`,
    severity: 'error',
    from: { path: `${store}/${folder}/`, pathNot: '\\.spec\\.ts$' },
    to: {
      path: 'node_modules',
      pathNot: (storePackages[folder] ?? ['^$']).map((name) => `node_modules/${name}/`),
    },
  },
]);

const peers = Object.keys(mayImport).map((folder) => ({
  name: `${folder}-loads-only-its-own-packages`,
  severity: 'error',
  from: { path: `${lib}/${folder}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: 'node_modules', pathNot: (packages[folder] ?? ['^$']).map((name) => `node_modules/${name}/`) },
}));

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-barrel-from-inside',
      severity: 'error',
      from: { path: [lib, store] },
      to: { path: [`${lib}/(index|[a-z]+/index)\\.ts$`, `${store}/index\\.ts$`] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'engine-is-pure',
      severity: 'error',
      from: { path: `${lib}/engine/`, pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-application-uses-public-doors',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^libs/', pathNot: '/index\\.(js|ts|d\\.ts)$' },
    },
    {
      name: 'the-examples-import-packages-by-name',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(libs|src|test)/', pathNot: '/index\\.(js|ts|d\\.ts)$' },
    },
    ...floors,
    ...peers,
    ...storeFloors,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|\\.spec\\.ts$|^src/assets/)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
