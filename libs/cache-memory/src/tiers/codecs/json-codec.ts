import type { Codec } from '../codec.js';
import { notEncodable } from '../tier-problems.js';

/** What JSON brings back exactly. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** JSON, for plain data that survives it exactly; whatever would be left out or changed is refused. */
export const jsonCodec: Codec<JsonValue> = Object.freeze({
  name: 'json',
  version: 1,
  is: (value: unknown): value is JsonValue => value !== undefined,
  toSnapshot(value: JsonValue): Uint8Array {
    mustSurvive(value, 'value', []);
    return Buffer.from(JSON.stringify(value));
  },
  fromSnapshot: (bytes: Uint8Array): JsonValue =>
    JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as JsonValue,
});

/** Throws `NOT_ENCODABLE` for what JSON would mangle, naming where it stands. */
function mustSurvive(value: unknown, path: string, above: readonly unknown[]): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return;
    throw refused(path, Object.is(value, -0) ? '-0' : String(value));
  }
  if (typeof value !== 'object') throw refused(path, typeof value);
  if (above.includes(value)) throw refused(path, 'a circle');
  const inside = [...above, value];
  if (Array.isArray(value)) {
    mustHaveOnlyItems(value, path);
    for (let index = 0; index < value.length; index++) mustSurvive(value[index], `${path}[${index}]`, inside);
    return;
  }
  mustBePlain(value, path);
  for (const [name, part] of Object.entries(value)) mustSurvive(part, `${path}.${name}`, inside);
}

function mustHaveOnlyItems(value: readonly unknown[], path: string): void {
  if (Object.getPrototypeOf(value) !== Array.prototype) throw refused(path, 'an array of a class of its own');
  if (Reflect.ownKeys(value).length !== value.length + 1) throw refused(path, 'an array with holes or named parts');
  if ('toJSON' in value) throw refused(path, 'a method toJSON');
}

function mustBePlain(value: object, path: string): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype) throw refused(path, `an instance of ${className(value)}`);
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') throw refused(path, 'a method toJSON');
  for (const name of Reflect.ownKeys(value)) {
    const { enumerable, get } = Reflect.getOwnPropertyDescriptor(value, name)!;
    if (typeof name === 'symbol' || name === '__proto__' || !enumerable || get) {
      throw refused(`${path}.${String(name)}`, 'a property that is computed, hidden or named by a symbol');
    }
  }
}

function className(value: object): string {
  return (value.constructor as { name?: string } | undefined)?.name ?? 'no class';
}

function refused(path: string, found: string): Error {
  return notEncodable('json', `${found} at ${path}`);
}
