import { arrayContents } from './array-contents.js';
import { bufferBytes, bufferOf, viewBytes } from './binary-bytes.js';
import type { ClassProfile } from './class-profile.js';
import { BOXED_PRIMITIVE, DATE, ERROR, OPAQUE, PROMISE, REGEXP, WEAK_COLLECTION } from './layout.js';
import { boxedBytes } from './boxed-bytes.js';
import { propertyContents } from './property-contents.js';
import type { Reach } from './reach.js';
import { mapContents, setContents } from './table-contents.js';
import { urlBytes } from './url-bytes.js';

/**
 * Bytes of an object alone; what it refers to goes to `reach`. Throws only what V8 throws for an object that
 * cannot be read, such as a module that is still loading.
 */
export function objectContents(object: object, { kind, hasHiddenKeys }: ClassProfile, reach: Reach): number {
  switch (kind) {
    case 'record':
    case 'dictionary':
      return propertyContents(object, Object.keys(object), kind, reach);
    case 'instance':
      return propertyContents(object, hasHiddenKeys ? Reflect.ownKeys(object) : Object.keys(object), kind, reach);
    case 'array':
      return arrayContents(object as unknown[], reach);
    case 'map':
      return mapContents(object as Map<unknown, unknown>, reach);
    case 'set':
      return setContents(object as Set<unknown>, reach);
    case 'view':
      reach.add(bufferOf(object as ArrayBufferView), 1);
      return viewBytes(object as ArrayBufferView);
    case 'buffer':
      return bufferBytes(object as ArrayBuffer);
    case 'error':
      return errorContents(object, reach);
    case 'date':
      return DATE;
    case 'regexp':
      return REGEXP;
    case 'boxed':
      return BOXED_PRIMITIVE + boxedBytes(object);
    case 'promise':
      return PROMISE;
    case 'weak':
      return WEAK_COLLECTION;
    case 'url':
      return urlBytes(object as URL);
    default:
      return OPAQUE;
  }
}

/** Bytes of an error; message, cause and further properties go to `reach`. Its stack is not read: that would format it. */
function errorContents(error: object, reach: Reach): number {
  for (const key of Object.getOwnPropertyNames(error)) {
    if (key === 'stack') continue;
    reach.add(Object.getOwnPropertyDescriptor(error, key)?.value, 1);
  }
  return ERROR;
}
