/** Points that the charts show; at one in two seconds, 15 minutes. */
const LONGEST = 450;

/** What the charts show: one list of numbers a line, all as long as the list of times; gaps are `null`. */
export class History {
  times = [];
  lines = new Map();

  /** Adds the values of one moment, by line. */
  add(timeMs, values) {
    this.times.push(timeMs / 1_000);
    for (const name of values.keys()) {
      if (!this.lines.has(name)) this.lines.set(name, Array(this.times.length - 1).fill(null));
    }
    for (const [name, line] of this.lines) line.push(values.get(name) ?? null);
    if (this.times.length <= LONGEST) return;
    this.times.shift();
    for (const line of this.lines.values()) line.shift();
  }

  /** The numbers as uPlot takes them. */
  get data() {
    return [this.times, ...this.lines.values()];
  }
}
