import { Inject } from '@nestjs/common';
import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { noteDecoratedMethod } from './decorated-methods.js';
import { MethodCaches } from './method-caches.js';

/** A method as it was written. */
export type Method = (this: object, ...args: unknown[]) => unknown;

/** What a decorated method does in place of the original one. */
export type WrappedCall = (call: {
  readonly caches: MethodCaches;
  readonly instance: object;
  readonly args: readonly unknown[];
  /** Calls the original method. */
  readonly proceed: () => unknown;
}) => unknown;

/** What a decorator is told of the method that it stands on. */
export interface DecoratedTarget {
  readonly prototype: object;
  readonly name: string | symbol;
  /** Whether the method is known to answer a promise. */
  readonly isAsync: boolean;
}

const CACHES = Symbol('cache-memory:method-caches');
const injected = new WeakMap<object, MethodCaches>();

/**
 * A method decorator that puts another call in place of the method. Nest injects the caches through a property that keeps
 * nothing on the instance; Reflect metadata, name and length of the method survive. An instance that Nest did not make uses the
 * caches of the one application that runs, and calls the method as it was written where none runs.
 */
export function decorateMethod(
  decorator: string,
  region: string | undefined,
  wrap: (target: DecoratedTarget) => WrappedCall,
): MethodDecorator {
  return (prototype, name, descriptor) => {
    const method = String(name);
    const original = checkMethod(decorator, prototype, method, descriptor.value);
    const call = wrap({ prototype, name, isAsync: isKnownAsync(prototype, name, original) });
    const wrapper: Method = function (...args) {
      const caches = injected.get(this) ?? MethodCaches.ofTheOnlyApplication();
      const proceed = (): unknown => original.apply(this, args);
      return caches ? call({ caches, instance: this, args, proceed }) : proceed();
    };
    resemble(wrapper, original);
    injectCaches(prototype);
    noteDecoratedMethod(prototype, { subject: `@${decorator} on ${prototype.constructor.name}.${method}`, region });
    Object.assign(descriptor, { value: wrapper });
  };
}

function checkMethod(decorator: string, prototype: object, name: string, value: unknown): Method {
  const isMethod = typeof value === 'function' && typeof prototype !== 'function';
  const kind = isMethod ? Object.prototype.toString.call(value) : '';
  if (isMethod && !kind.includes('Generator')) return value as Method;
  const place = typeof prototype === 'function' ? `static ${name}` : name;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: `@${decorator} on ${place}`,
    expected: 'a method of instances that answers a value or a promise',
    found: kind === '' ? describeValue(value) : 'a generator',
    remedy: 'put it on such a method',
  });
}

function isKnownAsync(prototype: object, name: string | symbol, method: Method): boolean {
  const isDeclared = Object.prototype.toString.call(method) === '[object AsyncFunction]';
  return isDeclared || Reflect.getMetadata('design:returntype', prototype, name) === Promise;
}

function resemble(wrapper: Method, original: Method): void {
  for (const property of ['name', 'length'] as const) {
    Object.defineProperty(wrapper, property, { value: original[property], configurable: true });
  }
  for (const key of Reflect.getMetadataKeys(original) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, original), wrapper);
  }
}

/** Has Nest inject the caches into every instance, once for a class and those that extend it. */
function injectCaches(prototype: object): void {
  if (CACHES in prototype) return;
  Object.defineProperty(prototype, CACHES, {
    get(this: object) {
      return injected.get(this);
    },
    set(this: object, caches: MethodCaches) {
      injected.set(this, caches);
    },
  });
  Inject(MethodCaches)(prototype, CACHES);
}
