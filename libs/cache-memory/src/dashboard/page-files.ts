import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly content: string;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

const OWN = [
  'main.js',
  'actions.js',
  'chart.js',
  'endpoints.js',
  'entry-list.js',
  'format.js',
  'history.js',
  'journal.js',
  'listen.js',
  'rates.js',
  'region-table.js',
  'page.css',
  'icon.svg',
];
const CHARTS = ['uPlot.iife.min.js', 'uPlot.min.css'];

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../page');

/** The files of the page by name, read once; nothing else can be asked for. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const charts = dirname(createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css'));
  return new Map([
    ...OWN.map((name) => [name, fileAt(folder, name)] as const),
    ...CHARTS.map((name) => [name, fileAt(charts, name)] as const),
  ]);
}

/**
 * The page itself, told where its files and the endpoints are: addresses relative to its own, so that any prefix may stand before.
 * `isFolder` says whether it was asked for with a slash at its end, as browsers then count from there.
 */
export function readPage(path: string, endpoints: string, isFolder: boolean): string {
  const names = path.split('/');
  const up = '../'.repeat(isFolder ? names.length : names.length - 1);
  return readFileSync(join(folder, 'index.html'), 'utf8')
    .replaceAll('{{files}}', isFolder ? '.' : names.at(-1)!)
    .replaceAll('{{endpoints}}', `${up}${endpoints}`);
}

function fileAt(where: string, name: string): PageFile {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]!;
  return { type, content: readFileSync(join(where, name), 'utf8') };
}
