// The 35 shapes whose estimate is compared with the memory they really take.
// `build(i)` makes one copy that shares nothing with the other copies, except what such values share in real programs.

class Point {
  constructor(x, y, label) {
    this.x = x;
    this.y = y;
    this.label = label;
  }
}

class Model {
  constructor(i) {
    this.name = text('model', i);
    this.weights = Array.from({ length: 64 }, (_, j) => (i + j) * 0.37);
    this.bias = i * 1.01;
    this.layers = [new Point(i, j(i), text('in', i)), new Point(i + 1, j(i), text('out', i))];
    this.index = new Map([
      [i, 1],
      [i + 1, 2],
    ]);
  }
}

class Account {
  #owner;
  #balance;
  #history;
  constructor(i) {
    this.id = i;
    this.#owner = text('owner', i);
    this.#balance = i * 1.5;
    this.#history = [i, i + 1, i + 2, i + 3];
  }
  get summary() {
    return [this.#owner, this.#balance, this.#history];
  }
}

const config = { retries: 3, hosts: Array.from({ length: 50 }, (_, i) => `host-${i}.example.org`) };
const j = (i) => i % 7;
/** A flat string of its own: a join of two parts would keep both until it is read. */
const text = (word, i) => Buffer.from(`${word}-${i}`).toString('latin1');
const times = (n, make) => Array.from({ length: n }, (_, k) => make(k));
const grown = (keys, value) => {
  const object = {};
  for (const key of keys) object[key] = value(key);
  return object;
};
const names = (n, word) => times(n, (k) => `${word}${k}`);
const tenNames = names(10, 'f');
const thirtyNames = names(30, 'field');
const twoHundredNames = names(200, 'key');

const deep = (calls, make) => (calls === 0 ? make() : [deep(calls - 1, make)][0]);

const record = (i) => ({ id: i, name: text('user', i), score: i * 1.5 + 0.1, active: i % 2 === 0 });
const apiAnswer = (i) =>
  JSON.stringify({
    page: i,
    total: 4711,
    items: times(12, (k) => ({
      id: i * 100 + k,
      title: `Article number ${i * 100 + k} of the catalogue`,
      price: k * 9.99 + 0.01,
      inStock: k % 3 !== 0,
      tags: ['new', 'sale', `tag-${k}`],
      maker: { name: `Maker ${k}`, country: 'Norway', rating: 4.5 },
      createdAt: '2026-01-01T00:00:00.000Z',
    })),
  });
const tree = (depth, i) =>
  depth === 0 ? { count: i } : { count: i, left: tree(depth - 1, 2 * i), right: tree(depth - 1, 2 * i + 1) };

export const shapes = [
  ['record of 4 fields', record],
  ['10 fields, added one by one', (i) => grown(tenNames, () => i)],
  ['30 fields, added one by one', (i) => grown(thirtyNames, () => i)],
  ['dictionary of 200 keys', (i) => grown(twoHundredNames, () => i)],
  [
    'Object.create(null) of 20 keys',
    (i) =>
      Object.assign(
        Object.create(null),
        grown(names(20, 'k'), () => i),
      ),
  ],
  ['object keyed by 50 numbers', (i) => Object.fromEntries(times(50, (k) => [k, i]))],
  ['array of 100 SMIs', (i) => times(100, (k) => i + k)],
  ['array of 100 doubles', (i) => times(100, (k) => i + k + 0.5)],
  [
    'array of 100 objects, pushed',
    (i) => {
      const list = [];
      for (let k = 0; k < 100; k++) list.push({ a: i, b: k });
      return list;
    },
  ],
  [
    'holey array of 1,000',
    (i) => {
      // oxlint-disable-next-line unicorn/no-new-array -- the holes are what is measured
      const list = new Array(1000);
      for (let k = 0; k < 1000; k += 10) list[k] = i;
      return list;
    },
  ],
  [
    'array of 90, mixed kinds',
    (i) => times(90, (k) => (k % 3 === 0 ? k + i : k % 3 === 1 ? k + i + 0.5 : text('m', k))),
  ],
  ['array of 1,000 records', (i) => times(1000, (k) => record(i * 1000 + k))],
  ['matrix of 40 x 40 doubles', (i) => times(40, (r) => times(40, (c) => i + r * c + 0.25))],
  ['Map of 100, string to record', (i) => new Map(times(100, (k) => [text('k', i * 100 + k), { value: i + k + 0.5 }]))],
  ['Map of 5, SMI to SMI', (i) => new Map(times(5, (k) => [k, i]))],
  ['Set of 100 doubles', (i) => new Set(times(100, (k) => i + k + 0.5))],
  ['string of 1,000, one byte', (i) => Buffer.alloc(1000, 97 + (i % 26)).toString('latin1')],
  [
    'string of 1,000, two bytes',
    (i) => Buffer.alloc(2000, String.fromCharCode(0x4e00 + (i % 99)), 'utf16le').toString('utf16le'),
  ],
  [
    'slice(0, 20) of a string of 10,000',
    (i) =>
      Buffer.alloc(10_000, 97 + (i % 26))
        .toString('latin1')
        .slice(0, 20),
  ],
  [
    'text joined 100 times',
    (i) => times(100, (k) => text('part of the page', i + k)).reduce((all, part) => all + part),
  ],
  ['Buffer of 10,000', (i) => Buffer.alloc(10_000, i)],
  ['Buffer of 100, pooled', (i) => Buffer.from(Buffer.alloc(100, i))],
  ['Float64Array of 4', (i) => new Float64Array(4).fill(i)],
  ['Float32Array of 1,000', (i) => new Float32Array(1000).fill(i)],
  ['10 BigInts of 200 bits', (i) => times(10, (k) => (BigInt(i + k) << 190n) + 1n)],
  ['10 closures over one variable each', (i) => times(10, (k) => () => i + k)],
  ['10 Dates', (i) => times(10, (k) => new Date(1.7e12 + i * 1000 + k))],
  ['3 RegExps of their own', (i) => times(3, (k) => new RegExp(`^item-${3 * i + k}/(\\d+)$`))],
  ['Error, made ten calls deep', (i) => deep(10, () => new Error(text('failed', i)))],
  ['URL', (i) => new URL(`https://example.org/path/${i}?q=${i}`)],
  ['class instance, nested', (i) => new Model(i)],
  ['class instance, 3 #private fields', (i) => new Account(i)],
  ['JSON answer of 3 KB, parsed', (i) => JSON.parse(apiAnswer(i))],
  ['tree of 127 nodes', (i) => tree(6, i)],
  ['20 rows that share one configuration', (i) => times(20, (k) => ({ row: i + k, config, at: { x: k, y: i } }))],
];
