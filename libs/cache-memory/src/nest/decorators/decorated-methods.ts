/** A method that a decorator of this library wraps. */
export interface DecoratedMethod {
  /** The decorator and its method, as messages say it. */
  readonly subject: string;
  /** The region that it names. */
  readonly region: string | undefined;
}

const DECORATED_METHODS = Symbol('cache-memory:decorated-methods');

/** Notes on a class that one of its methods is wrapped. */
export function noteDecoratedMethod(prototype: object, decorated: DecoratedMethod): void {
  const before = (Reflect.getMetadata(DECORATED_METHODS, prototype) ?? []) as readonly DecoratedMethod[];
  Reflect.defineMetadata(DECORATED_METHODS, [...before, decorated], prototype);
}

/** The wrapped methods of a class, those that it inherits too; none for what is no class. */
export function decoratedMethods(type: unknown): readonly DecoratedMethod[] {
  const prototype: unknown = typeof type === 'function' ? type.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null) return [];
  return (Reflect.getMetadata(DECORATED_METHODS, prototype) ?? []) as readonly DecoratedMethod[];
}
