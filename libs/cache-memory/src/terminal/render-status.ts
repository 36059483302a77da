import type { CacheStats } from '../engine/statistics/cache-stats.js';
import type { ShownStatus } from './shown-status.js';

const COLOURS: Readonly<Record<string, number>> = { normal: 32, warning: 33, eviction: 35, critical: 31 };

/** How the screen is drawn. */
export interface Screen {
  /** Characters in a line. */
  readonly columns: number;
  /** Lines; regions that find no place are counted below. */
  readonly rows: number;
  readonly hasColours: boolean;
}

const COLUMNS: readonly [string, (stats: CacheStats) => string][] = [
  ['entries', (stats) => String(stats.entries)],
  ['weight', (stats) => bytes(stats.weight)],
  ['in use', (stats) => percent(stats.utilisation)],
  ['hit rate', (stats) => (stats.gets === 0 ? '-' : percent(stats.hitRate))],
  ['saved', (stats) => seconds(stats.timeSavedMs)],
  ['load p95', (stats) => (stats.loads === 0 ? '-' : seconds(stats.loadTimeP95Ms))],
  ['evictions', (stats) => String(stats.evictions)],
];
const WIDTH = 10;

/** The screen of `top`: memory as a bar, the total, and a line for each region, the heaviest first. */
export function renderStatus(status: ShownStatus, { columns, rows, hasColours }: Screen): string {
  const { memory, regions, total, takenAt } = status;
  const paint = (text: string): string => (hasColours ? `\u001B[${COLOURS[memory.level]}m${text}\u001B[0m` : text);
  const name = Math.max(8, columns - COLUMNS.length * WIDTH - 1);
  const sorted = Object.values(regions).sort((one, other) => other.weight - one.weight);
  const shown = sorted.slice(0, Math.max(1, rows - 7));
  const hidden = sorted.length - shown.length;
  const hitRate = total.gets === 0 ? '-' : percent(total.hitRate);
  const lines = [
    `${new Date(takenAt).toISOString()}  memory ${paint(memory.level)}  ${bytes(memory.usedBytes)} of ` +
      `${bytes(memory.limitBytes)} (${memory.source})`,
    paint(bar(memory.usage, columns)),
    `hit rate ${hitRate}  saved ${seconds(total.timeSavedMs)}  entries ${total.entries}  ` +
      `weight ${bytes(total.weight)}  evictions ${total.evictions}`,
    '',
    line(
      'region',
      COLUMNS.map(([heading]) => heading),
      name,
    ),
    ...shown.map((stats) =>
      line(
        stats.region,
        COLUMNS.map(([, text]) => text(stats)),
        name,
      ),
    ),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
  ];
  return lines.map((each) => (hasColours ? each : each.slice(0, columns))).join('\n');
}

function line(name: string, cells: readonly string[], width: number): string {
  const printable = name.replaceAll(/\p{C}/gu, '?'); // a name may hold what a terminal would obey
  const label = printable.length > width ? `${printable.slice(0, width - 1)}…` : printable.padEnd(width);
  return label + cells.map((cell) => cell.padStart(WIDTH)).join('');
}

function bar(usage: number, columns: number): string {
  const width = Math.max(10, Math.min(columns, 120) - 10);
  const full = Math.round(Math.min(1, Math.max(0, usage)) * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}] ${percent(usage)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
  return `${(value / 1024 ** power).toFixed(power === 0 ? 0 : 1)}${['B', 'K', 'M', 'G', 'T'][power]}`;
}

function seconds(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}ms`;
  if (ms < 600_000) return `${(ms / 1_000).toFixed(1)}s`;
  return ms < 36_000_000 ? `${(ms / 60_000).toFixed(0)}min` : `${(ms / 3_600_000).toFixed(1)}h`;
}
