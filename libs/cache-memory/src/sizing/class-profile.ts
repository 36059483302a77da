import { types } from 'node:util';

/** What an object is made of, as far as its size goes. */
export type ObjectKind =
  | 'record'
  | 'dictionary'
  | 'instance'
  | 'array'
  | 'map'
  | 'set'
  | 'view'
  | 'buffer'
  | 'date'
  | 'regexp'
  | 'error'
  | 'boxed'
  | 'promise'
  | 'weak'
  | 'url'
  | 'opaque';

/** What all objects of one prototype have in common, found once and kept as long as the prototype lives. */
export interface ClassProfile {
  readonly kind: ObjectKind;
  /** Whether the class has a method `getMemorySize`. */
  readonly isReporting: boolean;
  /** Whether its objects have own symbols or non-enumerable properties. */
  readonly hasHiddenKeys: boolean;
}

const plain = (kind: ObjectKind): ClassProfile => ({ kind, isReporting: false, hasHiddenKeys: false });

const record = plain('record');
const array = plain('array');
const dictionary = plain('dictionary');
const opaque = plain('opaque');
const profiles = new WeakMap<object, ClassProfile>();

/** Prototypes whose objects have an inside of their own, but for those that were made by `Object.create`. */
const BUILT_IN: ReadonlySet<object> = new Set(
  [Map, Set, Date, RegExp, Error, ArrayBuffer, SharedArrayBuffer, DataView, Promise, WeakMap, WeakSet, Array]
    .map(({ prototype }): object => prototype)
    .concat(Object.getPrototypeOf(Uint8Array.prototype) as object),
);

/** The profile of an object that is no Proxy. Calls nothing of the object's own. */
export function profileOf(object: object): ClassProfile {
  const prototype = Object.getPrototypeOf(object) as object | null;
  if (prototype === Object.prototype) return record;
  if (prototype === Array.prototype) return Array.isArray(object) ? array : record;
  if (prototype === null) return types.isModuleNamespaceObject(object) ? opaque : dictionary;
  const known = profiles.get(prototype);
  if (known !== undefined) return known;
  const profile = findProfile(object, prototype);
  if (profile.kind !== 'instance' || !holders(prototype).some((holder) => BUILT_IN.has(holder))) {
    profiles.set(prototype, profile);
  }
  return profile;
}

function findProfile(object: object, prototype: object): ClassProfile {
  const kind = kindOf(object, prototype);
  return {
    kind,
    isReporting: hasReport(prototype),
    hasHiddenKeys: kind === 'instance' && Reflect.ownKeys(object).length > Object.keys(object).length,
  };
}

function kindOf(object: object, prototype: object): ObjectKind {
  if (Array.isArray(object)) return 'array';
  if (ArrayBuffer.isView(object)) return 'view';
  if (types.isMap(object)) return 'map';
  if (types.isSet(object)) return 'set';
  if (types.isDate(object)) return 'date';
  if (types.isRegExp(object)) return 'regexp';
  if (types.isNativeError(object)) return 'error';
  if (types.isAnyArrayBuffer(object)) return 'buffer';
  if (types.isBoxedPrimitive(object)) return 'boxed';
  if (types.isPromise(object)) return 'promise';
  if (types.isWeakMap(object) || types.isWeakSet(object)) return 'weak';
  if (types.isGeneratorObject(object) || types.isExternal(object)) return 'opaque';
  if (prototype === URL.prototype) return 'url';
  return !types.isProxy(prototype) && isObjectPrototype(prototype) ? 'record' : 'instance';
}

/** Whether this is `Object.prototype` of another realm. */
function isObjectPrototype(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, '__lookupGetter__');
}

function hasReport(prototype: object): boolean {
  const holder = holders(prototype).find((each) => Object.hasOwn(each, 'getMemorySize'));
  return holder !== undefined && hasOwnReport(holder);
}

/** Whether an object that is no Proxy has a method `getMemorySize` of its own. */
export function hasOwnReport(object: object): boolean {
  if (!Object.hasOwn(object, 'getMemorySize')) return false;
  return typeof Object.getOwnPropertyDescriptor(object, 'getMemorySize')?.value === 'function';
}

/** A prototype and those that it inherits from, as far as there is no Proxy among them. */
function holders(prototype: object): object[] {
  const found: object[] = [];
  for (let holder: object | null = prototype; holder !== null && !types.isProxy(holder);) {
    found.push(holder);
    holder = Object.getPrototypeOf(holder) as object | null;
  }
  return found;
}
