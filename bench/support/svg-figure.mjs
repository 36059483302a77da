import { markUp, styleOf } from './line-style.mjs';

const PANEL = { width: 420, height: 300, left: 52, right: 16, top: 40, bottom: 52 };
const LEGEND_ROW = 19;
const LETTER = 7.2; // about the width of one in the legend
const TITLE = 34;

/**
 * A picture of panels side by side under one legend, as SVG that follows a light or dark page. A line with fewer `ys` than the
 * panel has `xs` ends early, with a cross; an `xs` with an empty text has no tick.
 */
export function figure(title, panels) {
  const groups = alike(panels);
  const width = panels.length * PANEL.width;
  const entries = flow(groups, width);
  const legendTop = TITLE + PANEL.height + 12;
  const height = legendTop + (entries.at(-1).row + 1) * LEGEND_ROW;
  return markUp(width, height, [
    `<text class="title" x="16" y="24">${escaped(title)}</text>`,
    ...panels.map((panel, index) => drawPanel(panel, groups, index * PANEL.width, TITLE)),
    ...entries.map(({ group, x, row }) => drawLegendEntry(group, x, legendTop + row * LEGEND_ROW)),
  ]);
}

/** The names by what they reached: lines that coincide in every panel where both are drawn are drawn and named once. */
function alike(panels) {
  const groups = [];
  for (const name of new Set(panels.flatMap(({ lines }) => lines.map((line) => line.name)))) {
    const group = groups.find(([first]) => panels.every((panel) => coincide(panel, first, name)));
    if (group) group.push(name);
    else groups.push([name]);
  }
  return groups;
}

function coincide({ lines }, left, right) {
  const [first, second] = [left, right].map((name) => lines.find((line) => line.name === name));
  return !first || !second || first.ys.every((y, index) => Math.abs(y - second.ys[index]) < 0.05);
}

/** Where each entry of the legend stands: from left to right, row after row. */
function flow(groups, width) {
  let x = PANEL.left;
  let row = 0;
  return groups.map((group) => {
    const needed = 58 + group.join(' = ').length * LETTER;
    if (x > PANEL.left && x + needed > width) {
      x = PANEL.left;
      row++;
    }
    x += needed;
    return { group, x: x - needed, row };
  });
}

function drawPanel({ title, xLabel, xs, xTicks, lines }, groups, x0, y0) {
  const left = x0 + PANEL.left;
  const right = x0 + PANEL.width - PANEL.right;
  const top = y0 + PANEL.top;
  const bottom = y0 + PANEL.height - PANEL.bottom;
  const highest = Math.min(100, Math.max(10, Math.ceil(Math.max(...lines.flatMap(({ ys }) => ys)) / 10) * 10));
  const step = highest > 50 ? 20 : 10;
  const first = xs[0];
  const last = xs.at(-1);
  const xAt = (x) => left + ((x - first) / (last - first || 1)) * (right - left);
  const yAt = (y) => bottom - (y / highest) * (bottom - top);

  const grid = Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step).map(
    (y) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${round(yAt(y))}" y2="${round(yAt(y))}"/>` +
      `<text class="tick" x="${left - 6}" y="${round(yAt(y) + 4)}" text-anchor="end">${y}${y === 0 ? ' %' : ''}</text>`,
  );
  const ticks = xs.map((x, index) =>
    xTicks[index] === ''
      ? ''
      : `<line class="axis" x1="${round(xAt(x))}" x2="${round(xAt(x))}" y1="${bottom}" y2="${bottom + 4}"/>` +
        `<text class="tick" x="${round(xAt(x))}" y="${bottom + 17}" text-anchor="${anchor(index, xs.length)}">${escaped(xTicks[index])}</text>`,
  );
  const curves = groups
    .map((names) => lines.find(({ name }) => names.includes(name)))
    .filter((line) => line !== undefined)
    .map(({ name, ys }) => {
      const points = ys.map((y, index) => `${round(xAt(xs[index]))},${round(yAt(y))}`).join(' ');
      const end = ys.length - 1;
      const cross = end < xs.length - 1 ? drawCross(xAt(xs[end]), yAt(ys[end]), styleOf(name)) : '';
      return `<polyline class="line" points="${points}" ${styleOf(name)}/>${cross}`;
    });
  return [
    `<text class="panel" x="${left}" y="${y0 + 24}">${escaped(title)}</text>`,
    ...grid,
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...ticks,
    `<text class="tick" x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle">${escaped(xLabel)}</text>`,
    ...curves.reverse(), // the first named lies on top
  ].join('\n');
}

/** The end of a line that does not reach the end of its panel. */
function drawCross(x, y, style) {
  const arms = [
    [-5, -5, 5, 5],
    [-5, 5, 5, -5],
  ];
  return arms
    .map(([x1, y1, x2, y2]) => {
      const ends = `x1="${round(x + x1)}" y1="${round(y + y1)}" x2="${round(x + x2)}" y2="${round(y + y2)}"`;
      return `<line class="line" ${ends} ${style}/>`;
    })
    .join('');
}

function drawLegendEntry(group, x, y) {
  return (
    `<line class="line" x1="${x}" x2="${x + 24}" y1="${y}" y2="${y}" ${styleOf(group[0])}/>` +
    `<text class="tick" x="${x + 31}" y="${y + 4}">${escaped(group.join(' = '))}</text>`
  );
}

function anchor(index, count) {
  if (index === 0) return 'start';
  return index === count - 1 ? 'end' : 'middle';
}

const round = (number) => number.toFixed(1);

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
