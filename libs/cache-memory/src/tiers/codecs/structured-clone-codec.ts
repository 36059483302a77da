import { types } from 'node:util';
import { Deserializer, Serializer } from 'node:v8';
import type { Codec } from '../codec.js';
import { notEncodable } from '../tier-problems.js';

/**
 * V8's structured clone, for data with dates, maps, sets, typed arrays, big integers and circles. Instances of classes, functions
 * and symbols are refused, and views of a part of a buffer, which would take the rest of it along. The version is that of V8's
 * format.
 */
export const structuredCloneCodec: Codec<unknown> = Object.freeze({
  name: 'structured-clone',
  version: write(null)[1]!,
  is: (value: unknown): value is unknown => value !== undefined,
  toSnapshot(value: unknown): Uint8Array {
    mustSurvive(value);
    return write(value);
  },
  fromSnapshot(bytes: Uint8Array): unknown {
    const deserializer = new Deserializer(bytes);
    deserializer.readHeader();
    return deserializer.readValue();
  },
});

function write(value: unknown): Uint8Array {
  const serializer = new Serializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

/** Prototypes that stand above a value of each kind that comes back whole; one more is a class of somebody's own. */
function prototypesOf(value: object): number | undefined {
  if (ArrayBuffer.isView(value)) return types.isDataView(value) ? 2 : 3;
  if (Array.isArray(value) || types.isMap(value) || types.isSet(value) || types.isDate(value)) return 2;
  if (types.isRegExp(value) || types.isArrayBuffer(value)) return 2;
  return types.isArgumentsObject(value) ? undefined : 1;
}

function mustSurvive(value: unknown): void {
  const met = new Set<unknown>();
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'function' || typeof next === 'symbol') throw refused(`a ${typeof next}`);
    if (typeof next !== 'object' || next === null || met.has(next)) continue;
    met.add(next);
    if (types.isProxy(next)) throw refused('a proxy');
    if (depthOf(next) !== prototypesOf(next)) throw refused(`an instance of ${className(next)}`);
    if (types.isMap(next)) for (const [key, part] of next) open.push(key, part);
    if (types.isSet(next)) for (const part of next) open.push(part);
    if (!ArrayBuffer.isView(next)) pushParts(next, open);
    else if (isWhole(next)) open.push(next.buffer);
    else throw refused('a view of a part of a buffer, or of one that threads share');
  }
}

function isWhole({ buffer, byteLength }: ArrayBufferView): boolean {
  return types.isArrayBuffer(buffer) && buffer.byteLength === byteLength;
}

function depthOf(value: object): number {
  let depth = 0;
  for (let above: unknown = Object.getPrototypeOf(value); above; above = Object.getPrototypeOf(above)) depth++;
  return depth;
}

/** What clone leaves out or changes without a word is refused: symbols, hidden properties, getters. */
function pushParts(value: object, open: unknown[]): void {
  const isData = !Array.isArray(value) && prototypesOf(value) !== 1;
  for (const name of Reflect.ownKeys(value)) {
    const { enumerable, get, value: part } = Reflect.getOwnPropertyDescriptor(value, name)!;
    if (name === 'length' && Array.isArray(value)) continue;
    if (name === 'lastIndex' && types.isRegExp(value) && part === 0) continue;
    if (isData || typeof name === 'symbol' || name === '__proto__' || !enumerable || get) {
      throw refused(`a property ${String(name)} that is computed, hidden, named by a symbol, or added to data`);
    }
    open.push(part);
  }
}

function className(value: object): string {
  return (value.constructor as { name?: string } | undefined)?.name ?? 'no class';
}

function refused(found: string): Error {
  return notEncodable('structured-clone', found);
}
