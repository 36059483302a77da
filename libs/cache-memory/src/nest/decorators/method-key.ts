import { CacheMemoryError } from '../../engine/errors.js';
import { classLabel } from './class-label.js';
import { isOverridden } from './is-overridden.js';
import { stableText } from './stable-text.js';

/** Says under which key a method's answer is kept; `this` is the instance. What is neither text nor number is made a stable text. */
export type MethodKey = string | ((this: any, ...args: any[]) => unknown);

/** One call of a decorated method. */
export interface MethodCall {
  readonly instance: object;
  /** The prototype that declares the method. */
  readonly prototype: object;
  readonly name: string | symbol;
  readonly args: readonly unknown[];
  /** Whose instance it is, where instances of one class must not share answers; `''` where they may. */
  readonly owner: string;
}

/** What a key begins with that was no text. */
const MARK = '=';

/**
 * The key of a call: `Class[owner].method(arguments)`, of a method that is overridden `Class(Declaring)[owner].method(arguments)`; or
 * what the option `key` says, which stands for itself so that methods can share it. Arguments that were left out at the end and
 * `undefined` are the same. Throws `INVALID_KEY`.
 */
export function methodKey(call: MethodCall, key: MethodKey | undefined): unknown {
  const { instance, name, args, owner } = call;
  const label = classLabel(instance.constructor);
  const method = String(name);
  const subject = `${label}.${method}`;
  const ownerPart = owner && `[${owner.replaceAll(/[\\\]]/g, '\\$&')}]`;
  if (key === undefined) return `${label}${declaringPart(call)}${ownerPart}.${method}(${argumentTexts(args, subject)})`;
  const own: unknown = typeof key === 'function' ? key.apply(instance, [...args]) : key;
  if (owner === '' && typeof own === 'number') return own;
  return `${ownerPart}${ownText(own, `${subject}, option key`)}`;
}

/** A text as it is, and anything else as a text that no text has. */
function ownText(own: unknown, subject: string): string {
  if (own === undefined) throw noKey(subject);
  if (typeof own === 'string' && !own.startsWith(MARK)) return own;
  return `${MARK}${stableText(own, subject)}`;
}

/** Keeps what `super.method()` answers apart from what the method in its place does. */
function declaringPart({ instance, prototype, name }: MethodCall): string {
  return isOverridden(instance, prototype, name) ? `(${classLabel(prototype.constructor)})` : '';
}

function argumentTexts(args: readonly unknown[], subject: string): string {
  let given = args.length;
  while (given > 0 && args[given - 1] === undefined) given--;
  return args
    .slice(0, given)
    .map((argument) => stableText(argument, subject))
    .join(',');
}

function noKey(subject: string): CacheMemoryError {
  return new CacheMemoryError('INVALID_KEY', {
    subject,
    expected: 'a key',
    found: 'undefined',
    remedy: 'answer a text, a number, or an array or plain object of these; null where there is nothing to name',
  });
}
