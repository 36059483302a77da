import { keyvCodec } from '../../src/keyv/keyv-codec.js';
import { bytesCodec } from '../../src/tiers/codecs/bytes-codec.js';
import { jsonCodec } from '../../src/tiers/codecs/json-codec.js';
import { structuredCloneCodec } from '../../src/tiers/codecs/structured-clone-codec.js';
import { describeCodec } from './codec.contract.js';

class Dose {
  readonly #mg = 5;
  mg(): number {
    return this.#mg;
  }
}
class Doses extends Map {}
const circle: Record<string, unknown> = {};
circle['self'] = circle;
const shared = new ArrayBuffer(8);
const ever = {
  undefined: undefined,
  'a function': () => 1,
  'a method': { run() {} },
  'a symbol': Symbol('s'),
  'a property named by a symbol': { [Symbol('s')]: 1 },
  'an instance': new Dose(),
  'an instance inside': { doses: [new Dose()] },
  'an object without a prototype': Object.create(null) as object,
  'an inherited object': Object.create({ a: 1 }) as object,
  'a getter': Object.defineProperty({}, 'x', { get: () => 1, enumerable: true }),
  'a hidden property': Object.defineProperty({}, 'x', { value: 1 }),
  'a promise': Promise.resolve(1),
  'a proxy of an instance': new Proxy(new Dose(), {}),
};

describeCodec(jsonCodec, {
  kept: {
    null: null,
    'a text with a lone surrogate': 'a\ud800b',
    'an empty text': '',
    'a number': 1.5e-300,
    no: false,
    'an array': [1, [2, []], 'x'],
    'an object': { a: { b: [null, true] }, ä: 'ü', '': 0, 1: 2 },
    'the same part twice': ((part) => ({ one: part, other: part }))({ n: 1 }),
  },
  refused: {
    ...ever,
    'not a number': NaN,
    infinity: { n: Infinity },
    'minus zero': [-0],
    'a big integer': 1n,
    'a date': new Date(0),
    'a map': new Map(),
    bytes: new Uint8Array(2),
    'an undefined part': { a: undefined },
    'an array with a hole': Array(2),
    'an array with a name': Object.assign([1], { name: 'x' }),
    'its own toJSON': { toJSON: () => 1 },
    'a part called __proto__': JSON.parse('{"__proto__": 1}'),
    'a circle': circle,
  },
});

describeCodec(structuredCloneCodec, {
  kept: {
    null: null,
    'a number that JSON mangles': [NaN, -0, Infinity],
    'a big integer': { n: 2n ** 70n },
    'a date': { at: new Date(86_400_000) },
    'a set of more parts than a call takes arguments': new Set(Array.from({ length: 200_000 }, (_, part) => part)),
    'a map of sets': new Map([['a', new Set([1, { b: 2 }])]]),
    'typed arrays': [new Float64Array([1.5, NaN]), new Uint8Array([1, 2]), new BigInt64Array([5n])],
    'a data view': new DataView(new ArrayBuffer(3)),
    'a pattern': /a+/giu,
    'two views of one buffer': [new Uint8Array(shared), new Uint16Array(shared)],
    'a circle': circle,
    'an array with a hole': [, 1], // eslint-disable-line no-sparse-arrays
    'undefined inside': { a: undefined },
  },
  refused: {
    ...ever,
    'an instance of a class of maps': new Doses(),
    'a map with an instance': new Map([[1, new Dose()]]),
    'a map with a name': Object.assign(new Map(), { name: 'x' }),
    'a buffer': Buffer.from('x'),
    'an error': new Error('x'),
    'a weak map': new WeakMap(),
    'a view of a part of a buffer': Uint8Array.of(1, 2, 3).subarray(1),
    'shared memory': new Uint8Array(new SharedArrayBuffer(2)),
    arguments: (function () {
      return arguments; // eslint-disable-line prefer-rest-params
    })(),
  },
});

describeCodec(bytesCodec, {
  kept: {
    bytes: Uint8Array.of(1, 2, 255),
    'no bytes': new Uint8Array(0),
    'a view of some bytes': Uint8Array.of(9, 8, 7, 6).subarray(1, 3),
    'a buffer': Buffer.from('xyz'),
  },
  refused: {
    'a text': 'x',
    'other numbers': new Uint16Array(2),
    'a class of its own': new (class Bytes extends Uint8Array {})(2),
    null: null,
  },
});

describeCodec(keyvCodec(jsonCodec), {
  kept: {
    'a value for ever': { value: { a: [1] }, expires: undefined },
    'a value with an end': { value: 'x', expires: 1_790_000_000_000.5 },
    'a value without an end': { value: null, expires: Infinity },
  },
  refused: {
    'a bare value': 'x',
    null: null,
    'no value': {},
    'a value that the codec is not for': { value: undefined },
    'a value that the codec refuses': { value: new Dose() },
  },
});

describeCodec(keyvCodec(bytesCodec), {
  kept: { bytes: { value: Uint8Array.of(1, 2), expires: 7 }, 'no bytes': { value: new Uint8Array(0) } },
  refused: { 'a text': { value: 'x' } },
});
