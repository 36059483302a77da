import type { ContextId, ModulesContainer } from '@nestjs/core';
import type { Constructor } from '../../engine/instances/instance-factory.js';
import { contextInstances } from './context-instances.js';

/**
 * Sees what Nest injects into an instance that it creates without registering its class, at the only moment at which Nest can
 * still tell: just before the constructor runs. Afterwards it must be `end`ed, because Nest remembers the constructor.
 */
export class ConstructionWitness {
  #contextId: ContextId | undefined;
  #parts: readonly object[] = [];

  constructor(
    private readonly modules: ModulesContainer,
    contextId: ContextId,
  ) {
    this.#contextId = contextId;
  }

  /** A constructor that makes the very instances of a class while this looks on. */
  watch<T extends object>(type: Constructor<T>): Constructor<T> {
    const see = (): void => this.#see();
    const watched = function (...args: unknown[]): T {
      see();
      return Reflect.construct(type, args);
    };
    Object.setPrototypeOf(watched, type); // from which Reflect metadata is inherited
    Object.defineProperty(watched, 'prototype', { value: type.prototype });
    Object.defineProperty(watched, 'name', { value: type.name });
    return watched as unknown as Constructor<T>;
  }

  /** What was seen, in the order of disposal; or, where nothing was constructed, what was made by then. Forgets it all. */
  end(): readonly object[] {
    if (this.#contextId) this.#see();
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #see(): void {
    if (!this.#contextId) return;
    this.#parts = contextInstances(this.modules, this.#contextId);
    this.#contextId = undefined;
  }
}
