/* global uPlot */
import { History } from './history.js';

const COLOURS = ['#2563eb', '#d97706', '#059669', '#c026d3', '#dc2626', '#0891b2', '#65a30d', '#7c3aed'];

const HEIGHT = 190;

const ink = () => getComputedStyle(document.documentElement).getPropertyValue('--quiet').trim();
const line = () => getComputedStyle(document.documentElement).getPropertyValue('--line').trim();

/** A chart over time, with a line for each name that it is given; `marks` are levels drawn across. */
export class Chart {
  #host;
  #format;
  #range;
  #steps;
  #marks = [];
  #history = new History();
  #plot;

  /** `steps` are the distances that its ticks may have. */
  constructor(host, format, range, steps) {
    this.#host = host;
    this.#steps = steps;
    this.#format = format;
    this.#range = range;
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(host);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  /** Shows the values of one moment, by line; `marks` are `{ value, colour }`. */
  show(timeMs, values, marks = []) {
    const before = this.#history.lines.size;
    this.#history.add(timeMs, values);
    this.#marks = marks;
    if (this.#plot && before === this.#history.lines.size) this.#plot.setData(this.#history.data);
    else this.#draw();
    if (this.#plot.cursor.idx == null) this.#plot.setLegend({ idx: this.#history.times.length - 1 });
    const text = [...values].map(([name, value]) => `${name} ${value === null ? 'none' : this.#format(value)}`);
    this.#host.setAttribute('aria-label', `Chart over time; now ${text.join(', ') || 'nothing'}`);
  }

  #size() {
    return { width: Math.max(200, this.#host.clientWidth), height: HEIGHT };
  }

  #draw() {
    this.#plot?.destroy();
    const axis = { stroke: ink(), grid: { stroke: line(), width: 1 }, ticks: { stroke: line(), width: 1 } };
    const series = [...this.#history.lines.keys()].map((label, index) => ({
      label,
      stroke: COLOURS[index % COLOURS.length],
      width: 2,
      spanGaps: true,
      points: { show: false },
      value: (_plot, value) => (value === null ? '–' : this.#format(value)),
    }));
    const options = {
      ...this.#size(),
      scales: { y: { range: (_plot, low, high) => this.#range(low, high) } },
      axes: [
        axis,
        { ...axis, size: 64, incrs: this.#steps, values: (_plot, ticks) => ticks.map((tick) => this.#format(tick)) },
      ],
      series: [{}, ...series],
      hooks: { draw: [(plot) => this.#drawMarks(plot)] },
    };
    this.#plot = new uPlot(options, this.#history.data, this.#host);
  }

  #drawMarks({ ctx, bbox, valToPos }) {
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const { value, colour } of this.#marks) {
      const y = Math.round(valToPos(value, 'y', true));
      ctx.strokeStyle = colour;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }
}
