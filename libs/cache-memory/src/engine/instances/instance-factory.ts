/** A class whose instances can be made with `new`. */
export type Constructor<T extends object = object> = new (...args: any[]) => T;

/** What a factory is told of the instance that is wanted. */
export interface InstanceRequest {
  /** The key of its entry. */
  readonly key: unknown;
  /** Where its dependencies are to be found: with Nest, the `ModuleRef` of a module; `undefined` for the factory's own. */
  readonly moduleRef: unknown;
  /** What its dependencies may know of the request: with Nest, what `REQUEST` stands for. */
  readonly payload: unknown;
}

/** Makes instances of classes. */
export interface InstanceFactory {
  /** Whatever it makes besides, for the instance alone, it declares with `setOwnership`. */
  make<T extends object>(type: Constructor<T>, request: InstanceRequest): T | PromiseLike<T>;
}
