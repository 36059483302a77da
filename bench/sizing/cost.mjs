// What sizing costs: nanoseconds a call and a value (each object, array and primitive is one), and the dearest inserts.
// node bench/sizing/cost.mjs
import { loadSizing } from './load-sizing.mjs';

const { sizeOf, createSizer } = await loadSizing();
const times = (n, make) => Array.from({ length: n }, (_, k) => make(k));

class Model {
  constructor(i) {
    this.id = i;
    this.name = `model ${i}`;
    this.weights = times(20, (k) => k * i * 0.5);
    this.parts = times(4, (k) => ({ k, i, scale: k / 3 }));
  }
}

const record = (i) => ({ id: i, name: `user ${i}`, score: i * 1.5, active: i % 2 === 0 });
const row = (i) => ({ ...record(i), city: 'Oslo', tags: ['a', `b${i}`], owner: { name: `owner ${i}`, age: i % 90 } });
const answer = (i) => JSON.parse(JSON.stringify({ page: i, total: 4711, items: times(20, (k) => row(i * 100 + k)) }));
const tree = (depth, i) =>
  depth === 0 ? { leaf: i } : { left: tree(depth - 1, 2 * i), right: tree(depth - 1, 2 * i + 1), i };
const chain = (length) => {
  let head = null;
  for (let i = 0; i < length; i++) head = { i, next: head };
  return head;
};

/** The least of several runs: other programs on the machine only ever add time. */
function nanoseconds(values, size, runs = 25) {
  let least = Infinity;
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const begin = performance.now();
    let calls = 0;
    do {
      for (const value of values) sum += size(value);
      calls += values.length;
    } while (performance.now() - begin < 4);
    least = Math.min(least, ((performance.now() - begin) * 1e6) / calls);
  }
  if (Number.isNaN(sum)) throw new Error('a size was no number');
  return least;
}

function nodesOf(value) {
  if (typeof value !== 'object' || value === null) return 1;
  const contents = value instanceof Map ? [...value].flat() : Object.values(value);
  return contents.reduce((sum, child) => sum + nodesOf(child), 1);
}

const sizer = createSizer();
console.log(`Node ${process.versions.node}\n`);
console.log(line('value', 'ns a call', 'values', 'ns each', 'sizer, ns a call'));
for (const [name, build] of [
  ['integer', (i) => i],
  ['double', (i) => i + 0.5],
  ['string of 10', (i) => `user-${10_000 + i}`],
  ['string of 100', (i) => `${i}`.padEnd(100, 'x')],
  ['string of 100,000', (i) => `${i}`.padEnd(100_000, 'x')],
  ['string of 1,000, two bytes', (i) => `${i}`.padEnd(1000, 'あ')],
  ['Buffer of 1,000', (i) => Buffer.alloc(1000, i), 1],
  ['record of 4 fields', record],
  ['record of 8 fields, nested', row],
  ['class instance, nested', (i) => new Model(i)],
  ['Map of 20 records', (i) => new Map(times(20, (k) => [`k${k}`, record(i + k)]))],
  ['JSON answer of 20 rows', answer],
  ['tree of 255 objects', (i) => tree(7, i)],
]) {
  const values = times(100, build);
  const nodes = ArrayBuffer.isView(values[0]) ? 1 : nodesOf(values[1]);
  const each = nanoseconds(values, sizeOf);
  const sized = nanoseconds(values, (value) => sizer.sizeOf(value));
  console.log(line(name, each.toFixed(0), `${nodes}`, (each / nodes).toFixed(0), sized.toFixed(0)));
}

console.log('\nThe dearest inserts: microseconds of the first call on a value not seen before, of 15 such values');
console.log(line('value', 'median', 'worst', '', ''));
for (const [name, build] of [
  ['array of 200,000 integers', () => times(200_000, (k) => k)],
  ['array of 200,000 records', () => times(200_000, record)],
  ['array of 20,000 nested rows', () => times(20_000, row)],
  ['Map of 200,000 records', () => new Map(times(200_000, (k) => [`key ${k}`, record(k)]))],
  ['100 x 100 x 10 objects', () => times(100, () => times(100, () => times(10, (k) => ({ k }))))],
  ['tree of 65,535 objects', () => tree(15, 1)],
  ['chain of 100,000 objects', () => chain(100_000)],
  ['dictionary of 1,000 keys', () => Object.fromEntries(times(1000, (k) => [`key ${k}`, k]))],
  ['dictionary of 20,000 keys', () => Object.fromEntries(times(20_000, (k) => [`key ${k}`, k]))],
  ['flat string of 4,000,000', () => Buffer.alloc(4e6, 'x').toString('latin1')],
  ['string of 1,000 parts, joined', () => times(1000, (k) => `part ${k} of it`).reduce((a, b) => a + b)],
]) {
  const values = times(15, build);
  const taken = values
    .map((value) => {
      const begin = performance.now();
      sizeOf(value);
      return (performance.now() - begin) * 1000;
    })
    .sort((a, b) => a - b);
  console.log(line(name, taken[7].toFixed(1), taken.at(-1).toFixed(1), '', ''));
}

function line(name, ...cells) {
  return `${name.padEnd(32)}${cells.map((cell) => cell.padStart(12)).join('')}`.trimEnd();
}
