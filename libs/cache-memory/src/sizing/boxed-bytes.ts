import { types } from 'node:util';
import { numberBytes, stringBytes } from './primitive-bytes.js';

/** Bytes of the primitive inside an object such as `new String('text')`; zero unless it is a string or a number. */
export function boxedBytes(object: object): number {
  if (types.isStringObject(object)) return stringBytes(String.prototype.valueOf.call(object));
  return types.isNumberObject(object) ? numberBytes(Number.prototype.valueOf.call(object)) : 0;
}
