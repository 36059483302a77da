import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';

/** How deep a value may be nested. */
const DEEPEST = 100;

/**
 * A text that is the same for values that mean the same: texts, numbers, bigints, booleans, `null`, `undefined`, dates, plain
 * arrays, and plain objects, whose properties are sorted by name. `subject` names the method in messages. Throws `INVALID_KEY` for
 * anything else, for circles, and for what is nested deeper than 100.
 */
export function stableText(value: unknown, subject: string): string {
  return write(value, subject, 0);
}

function write(value: unknown, subject: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, subject, depth);
    default:
      throw cannotKey(subject, describeValue(value));
  }
}

function writeObject(value: object, subject: string, depth: number): string {
  if (depth === DEEPEST) throw cannotKey(subject, 'a value that is nested too deeply, or refers to itself');
  if (Array.isArray(value) && !isPlainArray(value))
    throw cannotKey(subject, 'an array with a class or properties of its own');
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, subject, depth + 1)).join(',')}]`;
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()})`;
  if (!isPlain(value)) throw cannotKey(subject, `an instance of ${className(value)}`);
  const properties = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${properties.map(([name, each]) => `${JSON.stringify(name)}:${write(each, subject, depth + 1)}`).join(',')}}`;
}

/** Whether nothing but its properties makes the object what it is. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const isRecord = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isRecord && Object.prototype.toString.call(value) === '[object Object]' && !hasSymbols(value);
}

/** Whether an array is nothing but its items. `Array.prototype`, of whatever realm, is an array itself; that of a class is none. */
function isPlainArray(value: readonly unknown[]): boolean {
  const last = Object.keys(value).at(-1); // names come behind the items
  const isOfItems = last === undefined || (Number(last) < value.length && String(Number(last)) === last);
  return isOfItems && Array.isArray(Object.getPrototypeOf(value)) && !hasSymbols(value);
}

function hasSymbols(value: object): boolean {
  return Object.getOwnPropertySymbols(value).some((symbol) =>
    Object.prototype.propertyIsEnumerable.call(value, symbol),
  );
}

function className(value: object): string {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'a class without a name';
}

function cannotKey(subject: string, found: string): CacheMemoryError {
  return new CacheMemoryError('INVALID_KEY', {
    subject,
    expected: 'arguments that a key can be made of: texts, numbers, booleans, dates, arrays and plain objects of these',
    found,
    remedy: 'add key: (...args) => the part of them that the answer depends on',
  });
}
