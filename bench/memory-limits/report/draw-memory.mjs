import { figure } from '../../support/svg-figure.mjs';
import { contestants } from '../contestants/contestants.mjs';
import { scenarios } from '../scenarios.mjs';

const SHOWN = ['heap-256/objects/steady', 'container-512/buffers/steady'];
const MOST_PANELS = 2;
const STEPS = 100;
const xs = Array.from({ length: STEPS + 1 }, (_, index) => index);
const xTicks = xs.map((x) => (x % 25 === 0 ? `${x} %` : ''));

/** Memory over a run, one panel a scenario: the first seed of each contestant, a cross where its process ended. */
export function drawMemory(runs) {
  const present = (name) => runs.some(({ scenario }) => scenario === name);
  const names = [...SHOWN.filter(present), ...scenarios.map(({ name }) => name).filter(present)];
  const panels = [...new Set(names)].slice(0, MOST_PANELS).map((name) =>
    panel(
      scenarios.find((scenario) => scenario.name === name),
      runs.filter(({ scenario }) => scenario === name),
    ),
  );
  return panels.length > 0
    ? figure('Memory in % of its limit, as more and larger values are cached', panels)
    : undefined;
}

/** Objects are shown by what lives on the heap after each major collection, Buffers by the process's own memory. */
function panel({ shortTitle, kind, oldMegabytes, containerMegabytes, requestCount }, runs) {
  const isHeap = kind !== 'buffers';
  const limit = isHeap ? Math.min(oldMegabytes, containerMegabytes ?? Infinity) : containerMegabytes;
  const lines = contestants.flatMap(({ name, title: line }) => {
    const run = runs.find(({ contestant }) => contestant === name);
    if (!run) return [];
    const points = run.curve
      .map(([done, live, , own]) => [(STEPS * done) / requestCount, isHeap ? live : own])
      .filter(([, megabytes]) => megabytes !== null && megabytes !== undefined);
    return [{ name: line, ys: between(points, run.fate === 'lives').map((megabytes) => toPercent(megabytes, limit)) }];
  });
  return {
    title: shortTitle,
    xLabel: 'Requests',
    xs,
    xTicks,
    lines: lines.reverse(),
  };
}

/** What the points say at each step, a straight line between two of them; up to the last point, or to the end. */
function between(points, lasts) {
  const end = lasts ? STEPS : Math.ceil(points.at(-1)?.[0] ?? 0);
  return Array.from({ length: end + 1 }, (_, step) => {
    const after = points.findIndex(([at]) => at >= step);
    if (after < 0) return points.at(-1)?.[1] ?? 0;
    if (after === 0) return points[0][1];
    const [[from, low], [to, high]] = [points[after - 1], points[after]];
    return low + ((high - low) * (step - from)) / (to - from);
  });
}

function toPercent(megabytes, limit) {
  return Math.min(100, (100 * megabytes) / limit);
}
