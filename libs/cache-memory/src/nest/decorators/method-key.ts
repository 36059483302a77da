import { classLabel } from './class-label.js';
import { isOverridden } from './is-overridden.js';
import { stableText } from './stable-text.js';

/** Says under which key a method's answer is kept; `this` is the instance. An object or array is made a stable text. */
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
  if (key === undefined) {
    const text = argumentTexts(args, subject);
    return `${label}${declaringPart(call)}${owner && `[${owner}]`}.${method}(${text})`;
  }
  const own: unknown = typeof key === 'function' ? key.apply(instance, [...args]) : key;
  const isPlain = typeof own === 'string' || typeof own === 'number';
  if (isPlain && owner === '') return own;
  const text = typeof own === 'string' ? own : stableText(own, `${subject}, option key`);
  return owner === '' ? text : `[${owner}]${text}`;
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
