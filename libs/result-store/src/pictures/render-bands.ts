import type { Band } from '../summaries/bands.js';
import { niceTicks } from './nice-ticks.js';

/** How a picture of bands looks. */
export interface BandPicture {
  readonly title?: string | undefined;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  /** Pixels; 720 unless said. */
  readonly width?: number | undefined;
  /** Pixels; 400 unless said. */
  readonly height?: number | undefined;
}

const MARGIN = { left: 64, right: 16, top: 36, bottom: 48 };
const COLOUR = '#1f5fa8';

interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Bands over an axis as an SVG document: the middle quantile as a line, each pair around it as an area. */
export function renderBands(bands: readonly Band[], picture: BandPicture = {}): string {
  const { title = '', xLabel = '', yLabel = '', width = 720, height = 400 } = picture;
  const all = bands.flatMap(({ values }) => values);
  const [xMin, xMax] = extent(bands.map(({ x }) => x));
  const [yMin, yMax] = extent(all);
  const scale: Scale = {
    x: scaleTo(xMin, xMax, MARGIN.left, width - MARGIN.right),
    y: scaleTo(yMin, yMax, height - MARGIN.bottom, MARGIN.top),
  };
  const bottom = height - MARGIN.bottom;
  const quantiles = bands[0]?.values.length ?? 0;
  const middle = Math.floor(quantiles / 2);
  const areas = Array.from({ length: middle }, (_, pair) => area(bands, pair, quantiles - 1 - pair, scale));
  const described = title === '' ? 'Median and percentiles' : title;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(described)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(width / 2, 20, title, 'font-size="14" font-weight="600"'),
    ...niceTicks(yMin, yMax, 5).map((tick) => {
      const y = round(scale.y(tick));
      const line = `<path d="M${MARGIN.left} ${y}H${width - MARGIN.right}" stroke="#e3e3e3"/>`;
      return line + text(MARGIN.left - 8, y + 4, String(tick), 'text-anchor="end"');
    }),
    ...niceTicks(xMin, xMax, 8).map((tick) => text(scale.x(tick), bottom + 18, String(tick), 'text-anchor="middle"')),
    ...areas,
    quantiles === 0
      ? text(width / 2, height / 2, 'no data')
      : `<path d="${line(bands, middle, scale)}" fill="none" stroke="${COLOUR}" stroke-width="2"/>`,
    `<path d="M${MARGIN.left} ${bottom}H${width - MARGIN.right}" stroke="#555"/>`,
    text(width / 2, height - 10, xLabel),
    text(16, height / 2, yLabel, `text-anchor="middle" transform="rotate(-90 16 ${height / 2})"`),
    '</svg>',
  ].join('\n');
}

function line(bands: readonly Band[], quantile: number, { x, y }: Scale): string {
  return bands
    .map((band, index) => `${index === 0 ? 'M' : 'L'}${round(x(band.x))} ${round(y(band.values[quantile]!))}`)
    .join('');
}

function area(bands: readonly Band[], low: number, high: number, scale: Scale): string {
  const back = line(bands.toReversed(), low, scale).replace('M', 'L');
  return `<path d="${line(bands, high, scale)}${back}Z" fill="${COLOUR}" fill-opacity="0.18"/>`;
}

function text(x: number, y: number, words: string, attributes = 'text-anchor="middle"'): string {
  if (words === '') return '';
  const anchor = attributes.includes('text-anchor') ? attributes : `text-anchor="middle" ${attributes}`;
  return `<text x="${round(x)}" y="${round(y)}" fill="#333" ${anchor}>${escaped(words)}</text>`;
}

function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return [min, max];
}

function scaleTo(min: number, max: number, from: number, to: number): (value: number) => number {
  if (max === min) return () => (from + to) / 2;
  return (value) => from + ((value - min) / (max - min)) * (to - from);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
